import { type ShouldBlockFn, useBlocker } from "@tanstack/react-router";
import { useCallback } from "react";

/**
 * Asks, instead of leaving, when the browser's Back or Forward would lose something; closing the tab asks in the
 * browser's own words. Where the application itself goes, it has asked already. `ask` must stay the same function.
 */
export function useLeaveGuard(unsaved: boolean, ask: () => void): void {
  const shouldBlockFn = useCallback<ShouldBlockFn>(
    ({ action }) => {
      if (action === "PUSH" || action === "REPLACE") return false;
      ask();
      return true;
    },
    [ask],
  );
  useBlocker({ shouldBlockFn, disabled: !unsaved });
}
