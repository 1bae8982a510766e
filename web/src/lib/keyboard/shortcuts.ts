/** All keyboard shortcuts that work at this moment. Components register theirs; the help lists what is registered. */
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { keyName, nextStep } from "./match";

export interface Shortcut {
  keys: string;
  label: string;
  group: string;
  /** Works while typing too; only for combinations with mod. */
  whileTyping?: boolean;
  run: () => void;
}

/** A key that the browser or a component handles itself, listed so that people learn of it. */
export type NativeKey = Pick<Shortcut, "keys" | "label" | "group">;

const SEQUENCE_TIME = 1200;
let registered: readonly Shortcut[] = [];
const native = new WeakSet<Shortcut>();
const listeners = new Set<() => void>();
let pressed = "";
let pressedAt = 0;

export function useShortcut(shortcut: Shortcut, enabled = true): void {
  const latest = useRef(shortcut.run);
  // With what is on screen: a key that comes right after a change must not act on what was there before.
  useLayoutEffect(() => {
    latest.current = shortcut.run;
  });
  const { keys, label, group, whileTyping } = shortcut;
  useEffect(() => {
    if (!enabled) return;
    const entry: Shortcut = { keys, label, group, whileTyping, run: () => latest.current() };
    change([...registered, entry]);
    return () => change(registered.filter((other) => other !== entry));
  }, [keys, label, group, whileTyping, enabled]);
}

/** Lists keys without listening to them; `listed` must be the same array at every render. */
export function useNativeKeys(listed: readonly NativeKey[]): void {
  useEffect(() => {
    const entries = listed.map((key) => ({ ...key, run: () => {} }));
    for (const entry of entries) native.add(entry);
    change([...registered, ...entries]);
    return () => change(registered.filter((other) => !entries.includes(other)));
  }, [listed]);
}

export function useRegisteredShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => registered);
}

export function listenForShortcuts(): () => void {
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const typing = isTyping(event.target);
  const quiet = typing || dialogIsOpen();
  const usable = registered.filter((shortcut) => !native.has(shortcut) && (quiet ? shortcut.whileTyping : true));
  const before = Date.now() - pressedAt < SEQUENCE_TIME ? pressed : "";
  const known = usable.map((shortcut) => shortcut.keys);
  const step = nextStep(before, keyName(event), known);
  pressed = "waiting" in step ? step.waiting : "";
  pressedAt = Date.now();
  if (!("run" in step)) return;
  event.preventDefault();
  // The latest one wins: a panel's shortcut over the page's.
  usable.findLast((shortcut) => shortcut.keys === step.run)?.run();
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select");
}

/** Letters belong to the dialog or menu that is open, not to the page behind it. */
function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

function change(next: readonly Shortcut[]): void {
  registered = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
