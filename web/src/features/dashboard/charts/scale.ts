/** The arithmetic of charts, apart from how they are drawn. */
export type Values = readonly (number | null)[];

/** The top of the axis: the least of 1, 2, 2.5 or 5 times a power of ten that holds every value. */
export function niceTop(highest: number): number {
  if (highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= highest) ?? 10;
  return step * power;
}

export function highest(...series: Values[]): number {
  return Math.max(0, ...series.flatMap((values) => values.map((value) => value ?? 0)));
}

/** Sums from the bottom up, for areas that stand on one another. */
export function stacked(layers: Values[]): number[][] {
  let below: number[] = [];
  return layers.map((layer) => {
    below = layer.map((value, index) => (value ?? 0) + (below[index] ?? 0));
    return below;
  });
}

/** A line through the points, broken where there is no value. */
export function linePath(values: Values, x: (index: number) => number, y: (value: number) => number): string {
  let open = false;
  return values
    .map((value, index) => {
      if (value === null) {
        open = false;
        return "";
      }
      const step = `${open ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      open = true;
      return step;
    })
    .join("");
}

/** The values of the time before, one under each bucket of this time: both windows end alike. */
export function alignedTo<Item>(items: readonly Item[], length: number): (Item | undefined)[] {
  return Array.from({ length }, (_, index) => items[items.length - length + index]);
}

/** Which buckets are named under the axis, so that names do not touch. */
export function named(length: number, room: number): number[] {
  const step = Math.max(1, Math.ceil(length / Math.max(1, room)));
  return Array.from({ length }, (_, index) => index).filter((index) => (length - 1 - index) % step === 0);
}
