import { lazyRouteComponent } from "@tanstack/react-router";
import { patient } from "./patient";

/** A page whose code is fetched when it is first wanted, and again when that failed. */
export function lazyPage<
  // biome-ignore lint/suspicious/noExplicitAny: what a module exports besides its page is of any kind
  Module extends Record<string, any>,
  Name extends keyof Module & string,
>(load: () => Promise<Module>, name: Name) {
  return lazyRouteComponent(patient(load), name);
}
