import { Ellipsis, Pause, Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { PauseScope } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/Button";
import { Menu, MenuContent, MenuTrigger } from "@/ui/Menu";
import type { Pausable } from "./queries";
import { usePausing } from "./usePausing";

interface Opened<Name extends string> {
  open: Name | null;
  show: (name: Name | null) => void;
  close: () => void;
}

/** Which of its dialogs a page has open. */
export function useOpened<Name extends string>(): Opened<Name> {
  const [open, show] = useState<Name | null>(null);
  return { open, show, close: () => show(null) };
}

const GROUP: Record<PauseScope, string> = {
  agent: "Agent",
  board: "Board",
  gateway: "Gateway",
  organization: "Organization",
};

interface Props {
  what: Pausable;
  isPaused: boolean;
  onEdit: () => void;
  /** The items of the menu. */
  children: ReactNode;
}

/** What is done to the one thing that a page is about: it is edited, paused, and more from a menu. */
export function PausableActions({ what, isPaused, onEdit, children }: Props) {
  const group = GROUP[what.scope];
  const pausing = usePausing(what, isPaused, { keys: "p", group });
  useShortcut({ keys: "e", label: `Edit this ${what.scope}`, group, run: onEdit });
  return (
    <>
      <Button onClick={onEdit}>
        <Pencil className="size-4" aria-hidden />
        Edit
      </Button>
      {!isPaused && (
        <Button onClick={pausing.toggle}>
          <Pause className="size-4" aria-hidden />
          Pause…
        </Button>
      )}
      {pausing.dialog}
      <Menu>
        <MenuTrigger asChild>
          <Button size="icon" aria-label={`More actions for ${what.name}`}>
            <Ellipsis className="size-4" aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">{children}</MenuContent>
      </Menu>
    </>
  );
}
