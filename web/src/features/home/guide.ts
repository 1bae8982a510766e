import { useSyncExternalStore } from "react";

const HIDDEN = "mc-first-steps-hidden";

/** Whether somebody has put the guide of an organization away, in this browser. */
export function useGuideHidden(organizationId: string): [hidden: boolean, hide: () => void] {
  const key = `${HIDDEN}-${organizationId}`;
  const hidden = useSyncExternalStore(subscribe, () => localStorage.getItem(key) !== null);
  return [
    hidden,
    () => {
      localStorage.setItem(key, "true");
      window.dispatchEvent(new Event(HIDDEN));
    },
  ];
}

/** Other tabs tell by `storage`, this one by an event of its own. */
function subscribe(onChange: () => void): () => void {
  for (const name of ["storage", HIDDEN]) window.addEventListener(name, onChange);
  return () => {
    for (const name of ["storage", HIDDEN]) window.removeEventListener(name, onChange);
  };
}
