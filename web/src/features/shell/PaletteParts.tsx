import { Command } from "cmdk";
import type { ReactNode } from "react";

/** Closes the palette, then does it. */
export type Act = (action: () => void) => () => void;

export function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  );
}

export const ITEM =
  "flex h-9 cursor-pointer items-center gap-3 rounded-md px-2 text-muted data-[selected=true]:bg-hover";

interface EntryProps {
  icon: ReactNode;
  /** What it is, as people may type it. */
  kind?: string;
  /** Tells entries of the same name apart. */
  id?: string;
  note?: string;
  onSelect: () => void;
  children: string;
}

export function Entry({ icon, kind = "action", id = "", note, onSelect, children }: EntryProps) {
  return (
    <Command.Item value={`${kind} ${children} ${id}`} keywords={[children, kind]} onSelect={onSelect} className={ITEM}>
      {icon}
      <span className="min-w-0 flex-1 truncate text-text">{children}</span>
      {note && <span className="max-w-40 truncate text-sm">{note}</span>}
    </Command.Item>
  );
}
