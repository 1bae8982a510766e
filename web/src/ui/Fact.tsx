import type { ReactNode } from "react";
import { CopyButton } from "./CopyButton";

/** One line of a list of facts (`dl`). */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
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
