/** The charts of the dashboard, out of the server's two answers. */
import type { Dashboard, Flow } from "@/lib/api/types";
import { duration } from "@/lib/time/relative";
import { count, hours, percent } from "./charts/format";
import { alignedTo } from "./charts/scale";
import type { ChartData } from "./charts/TimeChart";

type Measure = Flow["lead_time"];
type Series = Dashboard["throughput"];

export function throughputChart(flow: Flow): ChartData {
  return chartOf("Throughput", "bars", flow.throughput, count, "Done");
}

export function errorChart(dashboard: Dashboard): ChartData {
  return chartOf("Error rate", "lines", dashboard.error_rate, percent, "Failures", "var(--bad-mark)");
}

export function timeChart(label: string, flow: Flow, { primary, comparison }: Measure): ChartData {
  const before = alignedTo(comparison.points, primary.points.length);
  return {
    label,
    kind: "lines",
    bucket: flow.bucket,
    periods: primary.points.map(({ period }) => period),
    series: [{ name: "Mean", color: "var(--accent)", values: primary.points.map(({ mean_hours }) => mean_hours) }],
    before: before.map((point) => point?.mean_hours ?? null),
    format: hours,
  };
}

export function wipChart({ wip }: Dashboard): ChartData {
  const { points, bucket } = wip.primary;
  return {
    label: "Work in progress",
    kind: "stack",
    bucket,
    periods: points.map(({ period }) => period),
    series: [
      { name: "Review", color: "var(--info-mark)", values: points.map(({ review }) => review) },
      { name: "In progress", color: "var(--warn-mark)", values: points.map(({ in_progress }) => in_progress) },
      { name: "Inbox", color: "var(--control)", values: points.map(({ inbox }) => inbox) },
    ],
    format: count,
  };
}

/** "12 tasks; half within 2 h, 85 % within 5 h, 95 % within 9 h". */
export function timeNote({ primary }: Measure): string {
  if (primary.count === 0) return "Nothing ended in this time";
  const { p50_hours, p85_hours, p95_hours } = primary;
  const shares = `half within ${hours(p50_hours)}, 85 % within ${hours(p85_hours)}, 95 % within ${hours(p95_hours)}`;
  return `${primary.count === 1 ? "Once" : `${primary.count} times`}; ${shares}`;
}

/** How long decisions took, and how many are waited for now. */
export function decisionNote({ decision_time, decisions_waiting: { count, oldest_since } }: Flow, now = Date.now()) {
  const made = decision_time.primary.count === 0 ? "Nothing was decided in this time" : timeNote(decision_time);
  const age = oldest_since ? duration((now - Date.parse(oldest_since)) / 1_000) : "";
  return count === 0 ? made : `${made}. ${count === 1 ? "One waits" : `${count} wait`}, the oldest for ${age}`;
}

function chartOf(
  label: string,
  kind: ChartData["kind"],
  { primary, comparison }: Series,
  format: ChartData["format"],
  name: string,
  color = "var(--accent)",
): ChartData {
  return {
    label,
    kind,
    bucket: primary.bucket,
    periods: primary.points.map(({ period }) => period),
    series: [{ name, color, values: primary.points.map(({ value }) => value) }],
    before: alignedTo(comparison.points, primary.points.length).map((point) => point?.value ?? null),
    format,
  };
}
