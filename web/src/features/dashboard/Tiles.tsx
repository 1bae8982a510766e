import type { Dashboard, Flow } from "@/lib/api/types";
import { hours, percent } from "./charts/format";

interface Tile {
  label: string;
  value: string;
  note: string;
}

export function Tiles({ dashboard, flow, ofAgent }: { dashboard: Dashboard; flow: Flow; ofAgent: boolean }) {
  return (
    <dl className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
      {tilesOf(dashboard, flow, ofAgent).map(({ label, value, note }) => (
        <div key={label} className="flex flex-col rounded-lg border bg-surface px-4 py-3">
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="text-xl font-semibold tabular-nums">{value}</dd>
          <dd className="text-sm text-muted">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function tilesOf({ kpis }: Dashboard, { lead_time, cycle_time, review_time, wip }: Flow, ofAgent: boolean): Tile[] {
  const open = wip.inbox + wip.in_progress + wip.review;
  return [
    { label: "Done", value: String(lead_time.primary.count), note: `${lead_time.comparison.count} in the time before` },
    timeTile("Lead time", lead_time),
    timeTile("Cycle time", cycle_time),
    timeTile("In review", review_time),
    { label: "Open now", value: String(open), note: `${wip.in_progress} in progress, ${wip.review} in review` },
    ofAgent
      ? { label: "Stretches of work", value: String(cycle_time.primary.count), note: "ended in this time" }
      : {
          label: "Active agents",
          value: String(kpis.active_agents),
          note: `${percent(kpis.error_rate_pct)} of events are failures`,
        },
  ];
}

function timeTile(label: string, { primary, comparison }: Flow["lead_time"]): Tile {
  const before = comparison.p50_hours === null ? "none in the time before" : `${hours(comparison.p50_hours)} before`;
  return { label: `${label}, median`, value: hours(primary.p50_hours), note: before };
}
