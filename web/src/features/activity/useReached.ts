import { type RefObject, useEffect, useRef } from "react";

/** Calls back when the element comes near the screen, as often as `enabled` turns true again with it still in sight. */
export function useReached<Target extends HTMLElement>(
  enabled: boolean,
  onReach: () => void,
): RefObject<Target | null> {
  const target = useRef<Target>(null);
  const latest = useRef(onReach);
  useEffect(() => {
    latest.current = onReach;
  });
  useEffect(() => {
    if (!enabled || !target.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: "400px",
    });
    observer.observe(target.current);
    return () => observer.disconnect();
  }, [enabled]);
  return target;
}
