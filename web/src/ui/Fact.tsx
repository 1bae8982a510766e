import type { ReactNode } from "react";
import { CopyButton } from "./CopyButton";

/** What is to be known of a thing, in the column beside it; below it, where there is no room for one. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-1">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An id, which nobody reads and some copy. */
export function CopiedId({ text, label }: { text: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 truncate font-mono text-xs">{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  );
}
