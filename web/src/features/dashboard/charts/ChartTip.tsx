import { periodInFull } from "./format";
import type { ChartData } from "./TimeChart";

const WIDTH = 190;

interface Props {
  data: ChartData;
  index: number;
  x: number;
  width: number;
}

/** The numbers of one bucket, beside the pointer; the slider's text says the same to screen readers. */
export function ChartTip({ data, index, x, width }: Props) {
  const left = x + 12 + WIDTH > width ? Math.max(0, x - 12 - WIDTH) : x + 12;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-2 z-10 rounded-md border bg-raised px-2.5 py-1.5 text-sm shadow-float"
      style={{ left, width: WIDTH }}
    >
      <p className="font-medium">{periodInFull(data.periods[index] ?? "", data.bucket)}</p>
      {data.series.map(({ name, color, values }) => (
        <p key={name} className="flex items-center gap-1.5">
          <span className="size-2 rounded-full" style={{ background: color }} />
          <span className="flex-1 text-muted">{name}</span>
          {data.format(values[index] ?? null)}
        </p>
      ))}
      {data.before && (
        <p className="flex items-center gap-1.5">
          <span className="w-2 border-t border-dashed border-control" />
          <span className="flex-1 text-muted">Time before</span>
          {data.format(data.before[index] ?? null)}
        </p>
      )}
    </div>
  );
}
