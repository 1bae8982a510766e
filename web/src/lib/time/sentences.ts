import { clock } from "./relative";

const MOMENT = /(?:(\d{4}-\d{2}-\d{2}) )?\b(\d{2}:\d{2})(:\d{2})? UTC/g;
const DAY = 86_400_000;

/** The server's sentences name times in UTC; here they are the reader's. One without its day is the nearest such time. */
export function inLocalTime(sentence: string, now: number): string {
  return sentence.replace(MOMENT, (whole, day: string | undefined, time: string, seconds: string | undefined) => {
    const today = new Date(now).toISOString().slice(0, 10);
    const at = Date.parse(`${day ?? today}T${time}${seconds ?? ":00"}Z`);
    if (Number.isNaN(at)) return whole;
    return clock(day ? at : at + DAY * Math.round((now - at) / DAY), now, seconds ? "2-digit" : undefined);
  });
}
