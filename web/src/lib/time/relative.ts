const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "just now", "4 min ago", "in 3 h", "2 d ago"; beyond a month the date itself says more. */
export function relative(at: string | number, now: number): string {
  const time = typeof at === "number" ? at : Date.parse(at);
  const distance = Math.abs(now - time);
  if (Number.isNaN(distance)) return "";
  if (distance < 45_000) return time > now + 5_000 ? "in a moment" : "just now";
  if (distance > 30 * DAY) return day(time, now);
  const amount =
    distance < HOUR
      ? `${Math.max(1, Math.round(distance / MINUTE))} min`
      : distance < DAY
        ? `${Math.round(distance / HOUR)} h`
        : `${Math.round(distance / DAY)} d`;
  return time > now ? `in ${amount}` : `${amount} ago`;
}

/** "14:02" today, "3 Mar 14:02" otherwise. */
export function clock(at: string | number, now: number, second?: "2-digit"): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second });
  return date.toDateString() === new Date(now).toDateString() ? time : `${day(date.getTime(), now)} ${time}`;
}

/** "3 Mar", with the year when it is another one. */
export function day(at: string | number, now: number): string {
  const date = new Date(at);
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString([], { day: "numeric", month: "short", year });
}

/** Date, time and zone in full, for the title of a shortened time. */
export function exact(at: string | number): string {
  return new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "long" });
}

/** "<1 s", "40 s", "45 min", "3 h", "2 d". */
export function duration(seconds: number): string {
  if (seconds < 0.5) return "<1 s";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
