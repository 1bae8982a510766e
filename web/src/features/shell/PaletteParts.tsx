import { Command } from "cmdk";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Closes the palette, then does it. */
export type Act = (action: () => void) => () => void;

interface GroupProps {
  heading: string;
  /** Stays whatever is typed. */
  forceMount?: boolean;
  children: ReactNode;
}

export function Group({ heading, forceMount, children }: GroupProps) {
  return (
    <Command.Group
      heading={heading}
      forceMount={forceMount}
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

interface FailedProps {
  /** "Boards" */
  heading: string;
  retry: () => void;
}

/** In the place of what could not be loaded: without it, it would look as if nothing of it matched. */
export function Failed({ heading, retry }: FailedProps) {
  return (
    <Group heading={heading} forceMount>
      <Command.Item forceMount value={`failed ${heading}`} onSelect={retry} className={ITEM}>
        <CircleAlert className="size-4 text-bad-mark" aria-hidden />
        <span className="min-w-0 flex-1 truncate text-text">
          The {heading.toLowerCase()} could not be loaded: try again
        </span>
      </Command.Item>
    </Group>
  );
}
