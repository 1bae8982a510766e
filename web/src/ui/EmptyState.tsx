import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What the thing is for, in a sentence. */
  children?: ReactNode;
  /** The first step. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-12 text-center">
      <span className="rounded-lg border bg-surface p-2.5">
        <Icon className="size-5 text-muted" aria-hidden />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <p className="text-base text-muted">{children}</p>}
      {action}
    </div>
  );
}
