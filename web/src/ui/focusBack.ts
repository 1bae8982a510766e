/**
 * Gives the focus back to where it was when a dialog or a panel opened. Radix gives it to the dialog's trigger, and ours
 * have none: what opens them is a key, an address, or a menu that is gone by then.
 */
import { useState } from "react";

/** What had the focus on the page itself: dialogs that follow on one another all lead back to it. */
let onThePage: HTMLElement | null = null;

/** The handler of Radix's `onCloseAutoFocus`. `elsewhere` is asked when what had the focus is gone; false: it knows nothing. */
export function useFocusBack(open: boolean, elsewhere?: () => boolean): (event: Event) => void {
  const [way, setWay] = useState<{ open: boolean; back: HTMLElement[] }>({ open: false, back: [] });
  // While rendering, as a field of the dialog that asks for the focus has it before any effect runs.
  if (way.open !== open) setWay({ open, back: open ? cameFrom() : way.back });
  return (event) => {
    event.preventDefault();
    if (!hasFocus() && !way.back.some(focus) && !elsewhere?.()) document.getElementById("main")?.focus();
    if (!document.querySelector("[role=dialog], [role=alertdialog]")) onThePage = null;
  };
}

/** What has the focus, then what opened the menu that it stands in, and so on to the page. */
function cameFrom(): HTMLElement[] {
  const back: HTMLElement[] = [];
  for (let at = document.activeElement; at instanceof HTMLElement && at !== document.body; at = openerOf(at)) {
    back.push(at);
  }
  const last = back.at(-1);
  if (last && !last.closest("[role=dialog], [role=alertdialog]")) onThePage = last;
  else if (onThePage) back.push(onThePage);
  return back;
}

function openerOf(inside: Element): Element | null {
  const id = inside.closest("[role=menu], [role=dialog]")?.id;
  return id ? document.querySelector(`[aria-controls="${CSS.escape(id)}"]`) : null;
}

/** Whether somebody else took the focus meanwhile, such as the dialog that followed. */
function hasFocus(): boolean {
  return document.activeElement !== null && document.activeElement !== document.body;
}

/** False when it is gone, hidden or disabled. */
function focus(element: HTMLElement): boolean {
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}
