import { Pause, Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { usePageAction } from "@/lib/pageActions";
import { PauseDialog } from "./PauseDialog";
import type { Pausable } from "./queries";
import { useResuming } from "./useResuming";

interface Pausing {
  /** Asks before it pauses; resumes at once. */
  toggle: () => void;
  isPending: boolean;
  /** Belongs somewhere on the page. */
  dialog: ReactNode;
}

/** Pausing and resuming of one thing; with a key and in the palette where it is what the page is about. */
export function usePausing(what: Pausable, isPaused: boolean, onPage?: { keys: string; group: string }): Pausing {
  const [asking, setAsking] = useState(false);
  const { resume, isPending } = useResuming(what);
  const toggle = isPaused ? resume : () => setAsking(true);
  const label = isPaused ? `Resume ${what.name}` : `Pause ${what.name}…`;
  usePageAction({ label, icon: isPaused ? Play : Pause, run: toggle }, onPage !== undefined);
  useShortcut(
    { keys: onPage?.keys ?? "p", label: "Pause", group: onPage?.group ?? "", run: toggle },
    // A stray key must not start what was stopped: that is done by the button, or from the palette.
    onPage !== undefined && !isPaused,
  );
  return { toggle, isPending, dialog: asking && <PauseDialog what={what} onClose={() => setAsking(false)} /> };
}
