import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** What the thing is for, in a sentence. */
  children?: ReactNode;
  /** The first step. */
  action?: ReactNode;
  /** It is the whole page: its title is the page's heading. */
  wholePage?: boolean;
}

export function EmptyState({ icon: Icon, title, children, action, wholePage }: EmptyStateProps) {
  const Heading = wholePage ? "h1" : "h2";
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-12 text-center">
      <span className="rounded-lg border bg-surface p-2.5">
        <Icon className="size-5 text-muted" aria-hidden />
      </span>
      <Heading className="text-lg font-semibold wrap-anywhere">{title}</Heading>
      {children && <p className="text-base text-muted">{children}</p>}
      {action}
    </div>
  );
}
