/** Cron lines as people choose them: a few common shapes, and whatever else by the line itself. */

export type Rhythm = "hourly" | "daily" | "weekly" | "monthly" | "custom";

export interface Choice {
  rhythm: Rhythm;
  /** "09:00". */
  time: string;
  /** Cron's numbers of the days of the week, Sunday is 0. */
  days: number[];
  /** "1" to "31", or "L" for the last day. */
  day: string;
  cron: string;
}

export const DEFAULT_CHOICE: Choice = { rhythm: "daily", time: "09:00", days: [1], day: "1", cron: "0 9 * * *" };

export const WEEKDAYS = [
  { value: 1, label: "Mon" },
  { value: 2, label: "Tue" },
  { value: 3, label: "Wed" },
  { value: 4, label: "Thu" },
  { value: 5, label: "Fri" },
  { value: 6, label: "Sat" },
  { value: 0, label: "Sun" },
];

/** Empty while the choice says nothing yet. */
export function cronOf({ rhythm, time, days, day, cron }: Choice): string {
  const [hour = "", minute = ""] = time.split(":");
  if (rhythm === "custom") return cron.trim();
  if (rhythm === "hourly") return "0 * * * *";
  if (!hour || !minute) return "";
  const at = `${Number(minute)} ${Number(hour)}`;
  if (rhythm === "daily") return `${at} * * *`;
  if (rhythm === "monthly") return `${at} ${day} * *`;
  return days.length > 0 ? `${at} * * ${[...days].sort().join(",")}` : "";
}

/** The choice that makes this line, if one of the common shapes does. */
export function choiceOf(cron: string): Choice {
  const custom: Choice = { ...DEFAULT_CHOICE, rhythm: "custom", cron };
  if (cron === "0 * * * *") return { ...custom, rhythm: "hourly" };
  const [minute = "", hour = "", day = "", month = "", weekdays = ""] = cron.split(/\s+/);
  if (!isNumber(minute) || !isNumber(hour) || month !== "*") return custom;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (day === "*" && weekdays === "*") return { ...custom, rhythm: "daily", time };
  if (weekdays === "*" && (isNumber(day) || day === "L")) return { ...custom, rhythm: "monthly", time, day };
  const days = daysOf(weekdays);
  return day === "*" && days ? { ...custom, rhythm: "weekly", time, days } : custom;
}

function daysOf(text: string): number[] | null {
  const range = /^([0-6])-([0-6])$/.exec(text);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
  }
  return /^[0-6](,[0-6])*$/.test(text) ? text.split(",").map(Number) : null;
}

function isNumber(text: string): boolean {
  return /^\d{1,2}$/.test(text);
}
