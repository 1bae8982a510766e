import { useEffect, useRef } from "react";
import type { TaskCard } from "@/lib/api/types";
import { type NativeKey, useNativeKeys, useShortcut } from "@/lib/keyboard/shortcuts";
import type { useMoveTask } from "../tasks/moves";
import type { CardFocus } from "./cardFocus";
import { type Direction, neighbour, stepStatus } from "./lanes";

interface Options {
  /** Task ids as they stand on the screen: side by side on the board, one column in the list. */
  columns: string[][];
  tasks: readonly TaskCard[];
  focus: CardFocus;
  move: ReturnType<typeof useMoveTask>["move"];
  mayMove: boolean;
}

const CARDS = "Cards";
const LISTED: NativeKey[] = [
  { keys: "enter", label: "Open the card", group: CARDS },
  { keys: "escape", label: "Close the card", group: CARDS },
];

export function useBoardKeys({ columns, tasks, focus, move, mayMove }: Options): void {
  const last = useRef<string | null>(null);
  const moved = useMovedFocus(columns, focus);
  const here = () => focus.current() ?? last.current;

  function go(direction: Direction) {
    const next = neighbour(columns, here(), direction);
    if (!next) return;
    last.current = next;
    focus.to(next);
  }

  function shift(by: 1 | -1) {
    const task = tasks.find(({ id }) => id === here());
    const to = task && stepStatus(task.status, by);
    if (!task || !to) return;
    moved.follow(task.id);
    void move(task, to);
  }

  useShortcut({ keys: "j", label: "Next card", group: CARDS, run: () => go("down") });
  useShortcut({ keys: "k", label: "Previous card", group: CARDS, run: () => go("up") });
  useShortcut({ keys: "arrowdown", label: "Next card", group: CARDS, run: () => go("down") });
  useShortcut({ keys: "arrowup", label: "Previous card", group: CARDS, run: () => go("up") });
  useShortcut({ keys: "arrowright", label: "Card of the next column", group: CARDS, run: () => go("right") });
  useShortcut({ keys: "arrowleft", label: "Card of the previous column", group: CARDS, run: () => go("left") });
  useShortcut({ keys: "l", label: "Move the card one column on", group: CARDS, run: () => shift(1) }, mayMove);
  useShortcut({ keys: "h", label: "Move the card one column back", group: CARDS, run: () => shift(-1) }, mayMove);
  useShortcut(
    { keys: "shift+arrowright", label: "Move the card one column on", group: CARDS, run: () => shift(1) },
    mayMove,
  );
  useShortcut(
    { keys: "shift+arrowleft", label: "Move the card one column back", group: CARDS, run: () => shift(-1) },
    mayMove,
  );
  useNativeKeys(LISTED);
}

/** A card that changes its column is another element: the focus it had would be lost, so it is given again. */
function useMovedFocus(columns: string[][], focus: CardFocus) {
  const followed = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when cards changed places
  useEffect(() => {
    const id = followed.current;
    if (id && document.activeElement === document.body) focus.to(id);
  }, [columns, focus]);
  return {
    follow: (taskId: string) => {
      followed.current = taskId;
    },
  };
}
