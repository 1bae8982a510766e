import { useSyncExternalStore } from "react";

const STEP = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, STEP);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/**
 * The present as the page tells it. It is the same for everybody who asks within a step: a clock that moved between two
 * looks would have React render again and again until it gives up, and a busy or hidden page ticks late.
 */
export function present(): number {
  const moment = Date.now();
  if (moment - now > STEP) now = moment;
  return now;
}

/** The present, renewed every 15 s by one clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, present);
}
