/** Focus goes to cards that may not exist yet: long lanes render only what is in view, so they are scrolled there first. */
import { useMemo } from "react";

export interface CardFocus {
  /** A lane says how it scrolls to one of its tasks; false when the task is not in it. */
  addLane: (reveal: (taskId: string) => boolean) => () => void;
  /** False when no lane shows the task. */
  to: (taskId: string) => boolean;
  /** The task whose card, or the box beside its title, has the focus. */
  current: () => string | null;
}

const TRIES = 12;

export function useCardFocus(): CardFocus {
  return useMemo(makeCardFocus, []);
}

function makeCardFocus(): CardFocus {
  const lanes = new Set<(taskId: string) => boolean>();
  return {
    addLane(reveal) {
      lanes.add(reveal);
      return () => lanes.delete(reveal);
    },
    to(taskId) {
      const shown = [...lanes].some((reveal) => reveal(taskId));
      if (shown) focusWhenThere(taskId, TRIES);
      return shown;
    },
    current: () => {
      const here = document.activeElement?.closest<HTMLElement>("[data-task], [data-beside-task]");
      return here?.dataset.task ?? here?.dataset.besideTask ?? null;
    },
  };
}

function focusWhenThere(taskId: string, tries: number): void {
  const card = document.querySelector<HTMLElement>(`[data-task="${CSS.escape(taskId)}"]`);
  if (card) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  } else if (tries > 0) {
    requestAnimationFrame(() => focusWhenThere(taskId, tries - 1));
  }
}
