/** What a key press is called: "mod+k", "?", "shift+arrowleft", "j". Mod is Ctrl, or Cmd on a Mac. */
export function keyName(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const key = event.key.toLowerCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  // For "?" the shift is already in the character; for letters and named keys it is meant.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push("shift");
  return [...parts, key === " " ? "space" : key].join("+");
}

export type Step = { run: string } | { waiting: string } | { none: true };

/** Follows sequences such as "g b": `pressed` is what came before, separated by spaces. */
export function nextStep(pressed: string, key: string, known: readonly string[]): Step {
  const attempts = pressed ? [`${pressed} ${key}`, key] : [key];
  for (const attempt of attempts) {
    if (known.includes(attempt)) return { run: attempt };
    if (known.some((keys) => keys.startsWith(`${attempt} `))) return { waiting: attempt };
  }
  return { none: true };
}
