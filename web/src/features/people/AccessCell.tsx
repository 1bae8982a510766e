import { type KeyboardEvent, useState } from "react";
import { cn } from "@/ui/cn";
import { Menu, MenuChoice, MenuContent, MenuTrigger } from "@/ui/Menu";
import { RIGHT_NAMES, type Right } from "./access";

interface Props {
  label: string;
  right: Right;
  /** Given by the right on all boards, and changed there. */
  inherited: boolean;
  editable: boolean;
  busy: boolean;
  place: string;
  /** One cell of the table is in the order of the Tab key; arrow keys reach the others. */
  isTabStop: boolean;
  onFocus: () => void;
  onChoose: (right: Right) => void;
}

const KEYS: Record<string, Right> = { n: "none", r: "read", w: "write" };
const LOOK: Record<Right, string> = {
  none: "text-faint",
  read: "bg-sunken text-text",
  write: "bg-accent-tint text-accent-text",
};

export function AccessCell(props: Props) {
  const { label, right, inherited, editable, busy, place, isTabStop, onFocus, onChoose } = props;
  const [open, setOpen] = useState(false);
  const says = `${label}: ${RIGHT_NAMES[right].toLowerCase()}${inherited ? ", by the right on all boards" : ""}`;

  function choose(next: Right) {
    if (next !== right) onChoose(next);
  }

  function press(event: KeyboardEvent) {
    const next = KEYS[event.key];
    if (!editable || open || !next || event.ctrlKey || event.metaKey || event.altKey) return;
    // Before the shortcuts of the page, which know these letters too.
    event.preventDefault();
    event.stopPropagation();
    choose(next);
  }

  const cell = (
    <button
      type="button"
      data-place={place}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={says}
      title={inherited ? "By the right on all boards" : undefined}
      aria-disabled={!editable || undefined}
      aria-busy={busy || undefined}
      className={cn(
        "h-7 w-full min-w-18 rounded px-2 text-sm",
        inherited ? "text-faint" : LOOK[right],
        editable ? "hover:bg-hover" : "cursor-default",
      )}
      onFocus={onFocus}
      onKeyDown={press}
      onClick={() => editable && setOpen(true)}
    >
      {right === "none" ? "–" : RIGHT_NAMES[right]}
    </button>
  );
  return (
    <td className="h-(--row) border-t px-1 text-center align-middle">
      {open ? (
        <Menu open onOpenChange={setOpen}>
          <MenuTrigger asChild>{cell}</MenuTrigger>
          <MenuContent align="center" aria-label={label} className="min-w-36">
            {(Object.keys(RIGHT_NAMES) as Right[]).map((choice) => (
              <MenuChoice key={choice} checked={choice === right} onSelect={() => choose(choice)}>
                {RIGHT_NAMES[choice]}
              </MenuChoice>
            ))}
          </MenuContent>
        </Menu>
      ) : (
        cell
      )}
    </td>
  );
}
