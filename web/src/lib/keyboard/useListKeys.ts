import { type RefObject, useRef } from "react";
import { useShortcut } from "./shortcuts";

/**
 * Lists move with j and k: real focus goes from one `data-row` element to the next, so Enter opens a link as always
 * and screen readers follow. Elements that are hidden at this width (the table's rows on a phone) are passed over.
 */
export function useListKeys<Element extends HTMLElement>(what: string): RefObject<Element | null> {
  const list = useRef<Element>(null);
  useShortcut({ keys: "j", label: `Next ${what}`, group: "List", run: () => move(list.current, 1) });
  useShortcut({ keys: "k", label: `Previous ${what}`, group: "List", run: () => move(list.current, -1) });
  return list;
}

function move(list: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>("[data-row]") ?? [])].filter((row) => row.offsetParent);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}
