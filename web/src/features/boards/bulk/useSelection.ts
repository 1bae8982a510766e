import { createContext, use, useCallback, useMemo, useRef, useState } from "react";
import type { TaskCard } from "@/lib/api/types";
import { extend, kept, NOTHING, toggle, toggleAll } from "./selection";

export interface Selecting {
  /** Whether one may change what would be chosen. */
  offered: boolean;
  chosen: ReadonlySet<string>;
  tapping: boolean;
  /** Boxes are shown on every card, not only on the one in hand. */
  active: boolean;
  /** `range` takes everything between the last choice and this one. */
  toggle: (taskId: string, range?: boolean) => void;
  toggleAll: (taskIds: readonly string[]) => void;
  /** From now on a tap chooses, beginning with this task. */
  tap: (taskId?: string) => void;
  only: (taskIds: readonly string[]) => void;
  clear: () => void;
}

/** The choice survives what happens to the board; tasks that vanish from it vanish from the choice. */
export function useSelection(tasks: readonly TaskCard[], shown: readonly string[], offered: boolean): Selecting {
  const [state, set] = useState(NOTHING);
  const order = useRef(shown);
  order.current = shown;
  const existing = useMemo(() => new Set(tasks.map(({ id }) => id)), [tasks]);
  const { ids, tapping } = useMemo(() => kept(state, (id) => existing.has(id)), [state, existing]);

  const change = useCallback((taskId: string, range = false) => {
    set((old) => (range ? extend(old, order.current, taskId) : toggle(old, taskId)));
  }, []);
  const changeAll = useCallback((taskIds: readonly string[]) => set((old) => toggleAll(old, taskIds)), []);
  const tap = useCallback((taskId?: string) => {
    set((old) => ({ ...(taskId && !old.ids.has(taskId) ? toggle(old, taskId) : old), tapping: true }));
  }, []);
  const only = useCallback((taskIds: readonly string[]) => set((old) => ({ ...old, ids: new Set(taskIds) })), []);
  const clear = useCallback(() => set(NOTHING), []);

  return useMemo(
    () => ({
      offered,
      chosen: ids,
      tapping,
      active: tapping || ids.size > 0,
      toggle: change,
      toggleAll: changeAll,
      tap,
      only,
      clear,
    }),
    [offered, ids, tapping, change, changeAll, tap, only, clear],
  );
}

export const SelectionContext = createContext<Selecting | null>(null);

export function useSelecting(): Selecting {
  const selecting = use(SelectionContext);
  if (!selecting) throw new Error("There is no board around this.");
  return selecting;
}
