import { type TouchEvent, useRef } from "react";

const HELD_MS = 400;
const STEADY = 8;

/** A finger that rests on an element; one that moves scrolls. The tap that would follow is swallowed. */
export function useLongPress(onHeld: () => void) {
  const press = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null);

  function end() {
    clearTimeout(press.current?.timer);
    press.current = null;
  }

  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      end();
      const touch = touches[0];
      if (!touch || touches.length > 1) return;
      const timer = setTimeout(() => {
        press.current = null;
        swallowTap();
        onHeld();
      }, HELD_MS);
      press.current = { x: touch.clientX, y: touch.clientY, timer };
    },
    onTouchMove: ({ touches }: TouchEvent) => {
      const touch = touches[0];
      const from = press.current;
      if (from && touch && Math.hypot(touch.clientX - from.x, touch.clientY - from.y) > STEADY) end();
    },
    onTouchEnd: end,
    onTouchCancel: end,
  };
}

/** Not for ever: some browsers send no click after a held finger, and the next one is meant. */
function swallowTap(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const kinds = ["click", "contextmenu"] as const;
  for (const kind of kinds) window.addEventListener(kind, swallow, { capture: true });
  const release = () => {
    for (const kind of kinds) window.removeEventListener(kind, swallow, { capture: true });
  };
  for (const ended of ["touchend", "touchcancel"]) {
    window.addEventListener(ended, () => setTimeout(release, 50), { once: true });
  }
  // A finger that comes down anew means what it does, however soon.
  window.addEventListener("touchstart", release, { once: true, capture: true });
}
