/** The kind of what the server found for what was typed. */
export const FOUND = "found";

/**
 * How well an entry of the palette fits what was typed, from 0 (not at all) to 1. Every word must be in its name or in
 * what it is ("board", "task"); letters scattered over a name match nothing, so that what is shown is what was meant.
 */
export function rank(typed: string, name: string, kind = ""): number {
  const text = typed.trim().toLowerCase();
  const label = name.toLowerCase();
  const words = text.split(/\s+/);
  if (!words.every((word) => label.includes(word) || kind.startsWith(word))) return 0;
  if (label === text) return 1;
  if (label.startsWith(text)) return 0.9;
  if (` ${label}`.includes(` ${text}`)) return 0.8;
  return label.includes(text) ? 0.7 : 0.5;
}
