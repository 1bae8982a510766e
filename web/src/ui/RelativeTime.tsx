import { clock, duration, exact, relative } from "@/lib/time/relative";
import { useNow } from "@/lib/time/useNow";
import { cn } from "./cn";

interface RelativeTimeProps {
  at: string;
  /** Something that is still to come: a moment that has passed without it is close at hand, not past. */
  expected?: boolean;
  className?: string;
}

/** "4 min ago" that keeps counting, with the exact time in the reader's zone on hover. */
export function RelativeTime({ at, expected, className }: RelativeTimeProps) {
  // What happened since the clock last ticked is not in the future.
  const now = Math.max(useNow(), Math.min(Date.parse(at), Date.now()));
  return (
    <time dateTime={at} title={exact(at)} className={cn("whitespace-nowrap", className)}>
      {expected && Date.parse(at) <= now + 45_000 ? "in a moment" : relative(at, now)}
    </time>
  );
}

/** "for 4 min": how long something has lasted that began then. */
export function LastingSince({ at, className }: Pick<RelativeTimeProps, "at" | "className">) {
  const now = Math.max(useNow(), Math.min(Date.parse(at), Date.now()));
  return (
    <time dateTime={at} title={exact(at)} className={cn("whitespace-nowrap", className)}>
      for {duration(Math.max(0, now - Date.parse(at)) / 1000)}
    </time>
  );
}

/** "14:02", or "3 Mar 14:02" of another day: for sentences that need a moment, "until …". */
export function Moment({ at }: Pick<RelativeTimeProps, "at">) {
  const now = useNow();
  return (
    <time dateTime={at} title={exact(at)} className="whitespace-nowrap">
      {clock(at, now)}
    </time>
  );
}
