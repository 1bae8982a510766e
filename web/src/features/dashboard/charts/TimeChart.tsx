import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { ChartTip } from "./ChartTip";
import { type Bucket, periodInFull, periodName } from "./format";
import { Bars, Grid, Lines, Stack } from "./Marks";
import { highest, named, niceTop, stacked, type Values } from "./scale";

export interface Series {
  name: string;
  /** A colour of the theme, as `var(--…)`. */
  color: string;
  values: Values;
}

export interface ChartData {
  label: string;
  kind: "bars" | "lines" | "stack";
  bucket: Bucket;
  periods: string[];
  series: Series[];
  /** The time before, drawn behind. */
  before?: Values;
  format: (value: number | null) => string;
}

const HEIGHT = 190;
const EDGE = { top: 10, right: 10, bottom: 22, left: 44 };

/** One chart over time. Points are read with the pointer or, as a slider, with the arrow keys. */
export function TimeChart({ data }: { data: ChartData }) {
  const [frame, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const { periods, series, kind } = data;
  const last = periods.length - 1;
  const all = kind === "stack" ? stacked(series.map(({ values }) => values)) : series.map(({ values }) => values);
  const top = niceTop(highest(...all, data.before ?? []));
  const inner = Math.max(1, width - EDGE.left - EDGE.right);
  const step = inner / Math.max(1, periods.length);
  const x = (index: number) => EDGE.left + step * (index + 0.5);
  const y = (value: number) => EDGE.top + (HEIGHT - EDGE.top - EDGE.bottom) * (1 - value / top);
  const plot = { x, y, step, bottom: y(0) };
  const shown = at === null ? null : Math.min(at, last);

  function point(event: PointerEvent<HTMLDivElement>) {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - EDGE.left;
    setAt(Math.min(last, Math.max(0, Math.floor(left / step))));
  }

  function press(event: KeyboardEvent) {
    const next = keyTarget(event.key, shown ?? last, last);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
  }

  return (
    <div
      ref={frame}
      role="slider"
      tabIndex={0}
      aria-label={`${data.label}, by ${data.bucket}`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={shown ?? last}
      aria-valuetext={sentence(data, shown ?? last)}
      className="relative touch-pan-y rounded-md"
      style={{ height: HEIGHT }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setAt(null)}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && setAt(last)}
      onBlur={() => setAt(null)}
      onKeyDown={press}
    >
      <svg width={width} height={HEIGHT} aria-hidden className="block overflow-visible">
        <Grid plot={plot} top={top} from={EDGE.left} to={width - EDGE.right} format={data.format} />
        {shown !== null && (
          <rect
            x={x(shown) - step / 2}
            y={EDGE.top}
            width={step}
            height={plot.bottom - EDGE.top}
            className="fill-hover"
          />
        )}
        {kind === "bars" && <Bars plot={plot} series={series} before={data.before} />}
        {kind === "lines" && <Lines plot={plot} series={series} before={data.before} />}
        {kind === "stack" && <Stack plot={plot} series={series} sums={all as number[][]} />}
        {named(periods.length, Math.floor(inner / 64)).map((index) => (
          <text key={periods[index]} x={x(index)} y={HEIGHT - 5} textAnchor="middle" className="fill-muted text-2xs">
            {periodName(periods[index] ?? "", data.bucket)}
          </text>
        ))}
      </svg>
      {shown !== null && <ChartTip data={data} index={shown} x={x(shown)} width={width} />}
    </div>
  );
}

/** What a screen reader says of a point. */
function sentence(data: ChartData, index: number): string {
  const values = data.series.map(({ name, values }) => `${name} ${data.format(values[index] ?? null)}`);
  if (data.before) values.push(`time before ${data.format(data.before[index] ?? null)}`);
  return `${periodInFull(data.periods[index] ?? "", data.bucket)}: ${values.join(", ")}`;
}

function keyTarget(key: string, from: number, last: number): number | null | undefined {
  if (key === "ArrowLeft" || key === "ArrowDown") return Math.max(0, from - 1);
  if (key === "ArrowRight" || key === "ArrowUp") return Math.min(last, from + 1);
  if (key === "Home") return 0;
  if (key === "End") return last;
  return key === "Escape" ? null : undefined;
}

function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [frame, width] as const;
}
