import { type RefObject, useEffect, useRef } from "react";

/** How it looks. */
export const POINTED_TO = "-mx-2 rounded-md bg-accent-tint px-2 py-1.5";

/** What an address points to is brought into view when it appears. */
export function useIntoView<Item extends HTMLElement>(wanted: boolean): RefObject<Item | null> {
  const item = useRef<Item>(null);
  useEffect(() => {
    if (wanted) item.current?.scrollIntoView({ block: "center" });
  }, [wanted]);
  return item;
}
