import { ChartTable } from "./ChartTable";
import { type ChartData, TimeChart } from "./TimeChart";

interface Props {
  data: ChartData;
  /** What the chart comes to, in a line. */
  note: string;
  asTable: boolean;
}

export function ChartCard({ data, note, asTable }: Props) {
  return (
    <section className="min-w-0 rounded-lg border bg-surface p-4">
      <h2 className="font-semibold">{data.label}</h2>
      <p className="mb-3 text-sm text-muted">{note}</p>
      {asTable ? <ChartTable data={data} /> : <TimeChart data={data} />}
      {!asTable && (data.series.length > 1 || data.before) && <Legend data={data} />}
    </section>
  );
}

function Legend({ data }: { data: ChartData }) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {data.series.map(({ name, color }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-full" style={{ background: color }} />
          {name}
        </li>
      ))}
      {data.before && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="w-3 border-t-2 border-dashed border-control" />
          Time before
        </li>
      )}
    </ul>
  );
}
