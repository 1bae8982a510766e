import { createContext, use } from "react";

/**
 * Where menus and popovers are put: into the page's main part, or the dialog that is open, so that they stand inside of
 * what they belong to for whoever goes from landmark to landmark. None of these may be transformed at rest.
 */
export const Place = createContext<HTMLElement | null>(null);

export function usePlace(): HTMLElement | undefined {
  return use(Place) ?? undefined;
}
