import { exact, relative } from "@/lib/time/relative";
import { useNow } from "@/lib/time/useNow";
import { cn } from "./cn";

interface RelativeTimeProps {
  at: string;
  className?: string;
}

/** "4 min ago" that keeps counting, with the exact time in the reader's zone on hover. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  // What happened since the clock last ticked is not in the future.
  const now = Math.max(useNow(), Math.min(Date.parse(at), Date.now()));
  return (
    <time dateTime={at} title={exact(at)} className={cn("whitespace-nowrap", className)}>
      {relative(at, now)}
    </time>
  );
}
