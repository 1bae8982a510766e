import { cn } from "./cn";

interface Props {
  count: number;
  /** For screen readers: what is counted does what. */
  what: string;
  className?: string;
}

/** How much waits, beside the link to it; nothing when nothing does. */
export function Count({ count, what, className }: Props) {
  if (count === 0) return null;
  return (
    <span className={cn("rounded-full bg-warn-tint px-1.5 text-xs font-medium text-warn tabular-nums", className)}>
      {count > 99 ? "99+" : count}
      <span className="sr-only"> {what}</span>
    </span>
  );
}
