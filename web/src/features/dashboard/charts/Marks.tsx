import { linePath, type Values } from "./scale";
import type { Series } from "./TimeChart";

export interface Plot {
  x: (index: number) => number;
  y: (value: number) => number;
  /** Width of a bucket. */
  step: number;
  bottom: number;
}

interface MarksProps {
  plot: Plot;
  series: Series[];
  before?: Values;
}

interface GridProps {
  plot: Plot;
  top: number;
  from: number;
  to: number;
  format: (value: number | null) => string;
}

export function Grid({ plot, top, from, to, format }: GridProps) {
  return [0, top / 2, top].map((value) => (
    <g key={value}>
      <line x1={from} x2={to} y1={plot.y(value)} y2={plot.y(value)} className="stroke-line" />
      <text x={from - 6} y={plot.y(value) + 4} textAnchor="end" className="fill-muted text-2xs">
        {format(value)}
      </text>
    </g>
  ));
}

export function Bars({ plot, series, before }: MarksProps) {
  const width = Math.max(1.5, Math.min(28, plot.step * 0.64));
  return (
    <>
      {series.map(({ name, color, values }) =>
        values.map((value, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={`${name}${index}`}
            x={plot.x(index) - width / 2}
            y={plot.y(value ?? 0)}
            width={width}
            height={plot.bottom - plot.y(value ?? 0)}
            rx={Math.min(2, width / 4)}
            fill={color}
          />
        )),
      )}
      <Before plot={plot} values={before} />
    </>
  );
}

export function Lines({ plot, series, before }: MarksProps) {
  return (
    <>
      <Before plot={plot} values={before} />
      {series.map(({ name, color, values }) => (
        <g key={name}>
          <path d={linePath(values, plot.x, plot.y)} fill="none" stroke={color} strokeWidth={2} />
          {values.map(
            (value, index) =>
              value !== null && (
                // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place
                <circle key={index} cx={plot.x(index)} cy={plot.y(value)} r={2.5} fill={color} />
              ),
          )}
        </g>
      ))}
    </>
  );
}

export function Stack({ plot, series, sums }: { plot: Plot; series: Series[]; sums: number[][] }) {
  return series.map(({ name, color }, layer) => {
    const above = sums[layer] ?? [];
    const below = sums[layer - 1] ?? above.map(() => 0);
    const back = below.map((value, index) => `L${plot.x(index)} ${plot.y(value)}`).reverse();
    const d = `${linePath(above, plot.x, plot.y)}${back.join("")}Z`;
    return <path key={name} d={d} fill={color} fillOpacity={0.75} stroke={color} />;
  });
}

function Before({ plot, values }: { plot: Plot; values?: Values }) {
  if (!values) return null;
  const d = linePath(values, plot.x, plot.y);
  return <path d={d} fill="none" className="stroke-control" strokeWidth={1.5} strokeDasharray="4 3" />;
}
