/** Theme and density: kept in localStorage, applied as attributes of <html>; public/appearance.js does it first. */
import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";
export interface Appearance {
  theme: Theme;
  density: Density;
}

const KEY = "mc.appearance";
const listeners = new Set<() => void>();
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
let current = load();

export function useAppearance(): [Appearance, (change: Partial<Appearance>) => void] {
  return [useSyncExternalStore(subscribe, () => current), setAppearance];
}

export function isDark(appearance: Appearance): boolean {
  return appearance.theme === "dark" || (appearance.theme === "system" && systemDark.matches);
}

export function followAppearance(): void {
  systemDark.addEventListener("change", apply);
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    current = load();
    apply();
  });
}

function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  apply();
}

function apply(): void {
  document.documentElement.dataset.theme = isDark(current) ? "dark" : "light";
  document.documentElement.dataset.density = current.density;
  for (const listener of listeners) listener();
}

function load(): Appearance {
  let saved: Partial<Appearance> = {};
  try {
    saved = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    // Unreadable storage means the defaults.
  }
  return {
    theme: saved.theme === "dark" || saved.theme === "light" ? saved.theme : "system",
    density: saved.density === "compact" ? "compact" : "comfortable",
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
