/** What the page on the screen offers to the palette, besides what can be done everywhere. */
import type { LucideIcon } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface PageAction {
  label: string;
  icon: LucideIcon;
  run: () => void;
}

let registered: readonly PageAction[] = [];
const listeners = new Set<() => void>();

export function usePageAction({ label, icon, run }: PageAction, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const entry: PageAction = { label, icon, run: () => latest.current() };
    change([...registered, entry]);
    return () => change(registered.filter((other) => other !== entry));
  }, [label, icon, enabled]);
}

export function usePageActions(): readonly PageAction[] {
  return useSyncExternalStore(subscribe, () => registered);
}

function change(next: readonly PageAction[]): void {
  registered = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
