import { CheckCheck, ListChecks, ListX, SlidersHorizontal, Trash2 } from "lucide-react";
import type { RefObject } from "react";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { usePageAction } from "@/lib/pageActions";
import type { CardFocus } from "../cardFocus";
import { selectedOf } from "./outcome";
import type { Selecting } from "./useSelection";

interface Options {
  selecting: Selecting;
  shown: readonly string[];
  focus: CardFocus;
  bar: RefObject<HTMLElement | null>;
  onDelete: () => void;
}

const GROUP = "Selection";

/** Selecting by the keyboard and from the palette. */
export function useSelectionKeys({ selecting, shown, focus, bar, onDelete }: Options): void {
  const { active, chosen, toggle, toggleAll, tap, clear } = selecting;
  const some = chosen.size > 0;
  const missing = shown.filter((id) => !chosen.has(id));
  const selectAll = () => toggleAll(missing);
  const toBar = () => bar.current?.querySelector("button")?.focus();

  function choose(range: boolean) {
    const here = focus.current();
    if (here) toggle(here, range);
  }

  useShortcut({ keys: "x", label: "Select the card", group: GROUP, run: () => choose(false) });
  useShortcut({ keys: "shift+x", label: "Select up to the card", group: GROUP, run: () => choose(true) });
  useShortcut({ keys: "mod+a", label: "Select all that are shown", group: GROUP, run: selectAll });
  useShortcut({ keys: "e", label: "Change the selected tasks", group: GROUP, run: toBar }, some);
  useShortcut({ keys: "escape", label: "Clear the selection", group: GROUP, run: clear }, active);

  usePageAction({ label: "Select tasks", icon: ListChecks, run: () => tap() }, !active && shown.length > 0);
  usePageAction({ label: "Select all that are shown", icon: CheckCheck, run: selectAll }, missing.length > 0);
  usePageAction({ label: "Change the selected tasks", icon: SlidersHorizontal, run: () => afterPalette(toBar) }, some);
  usePageAction({ label: `Delete ${selectedOf(chosen.size)}…`, icon: Trash2, run: () => afterPalette(onDelete) }, some);
  usePageAction({ label: "Clear the selection", icon: ListX, run: clear }, active);
}

/** The palette gives the focus back as it closes; what takes it comes after that. */
function afterPalette(run: () => void): void {
  setTimeout(run, 50);
}
