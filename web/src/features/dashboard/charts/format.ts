import type { Dashboard } from "@/lib/api/types";

export type Bucket = Dashboard["throughput"]["primary"]["bucket"];

/** "20 s", "45 min", "3.2 h", "2.1 d"; a dash where nothing was measured. */
export function hours(value: number | null): string {
  if (value === null) return "–";
  if (value === 0) return "0";
  if (value < 1 / 60) return `${Math.round(value * 3600)} s`;
  if (value < 1) return `${Math.round(value * 60)} min`;
  return value < 48 ? `${rounded(value)} h` : `${rounded(value / 24)} d`;
}

export function percent(value: number | null): string {
  return value === null ? "–" : `${rounded(value)} %`;
}

/** Nothing for the middle of an axis that is no whole number. */
export function count(value: number | null): string {
  if (value === null) return "–";
  return Number.isInteger(value) ? String(value) : "";
}

/** The bucket's name under the axis; buckets are cut in UTC, and so are they named. */
export function periodName(period: string, bucket: Bucket): string {
  const date = new Date(period);
  if (bucket === "hour") return date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  if (bucket === "month") return date.toLocaleDateString([], { month: "short", year: "2-digit", timeZone: "UTC" });
  return date.toLocaleDateString([], { day: "numeric", month: "short", timeZone: "UTC" });
}

/** As it stands in a tooltip and in a table: with what the axis leaves out. */
export function periodInFull(period: string, bucket: Bucket): string {
  const day = new Date(period).toLocaleDateString([], {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  if (bucket === "hour") return `${day} ${periodName(period, bucket)} UTC`;
  if (bucket === "week") return `Week from ${day}`;
  return bucket === "month" ? periodName(period, bucket) : day;
}

function rounded(value: number): string {
  return value.toLocaleString([], { maximumFractionDigits: value < 20 ? 1 : 0 });
}
