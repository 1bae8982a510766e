/** The number in the field; null when it is not one that the board can have. */
export function parseAgentLimit(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,6}$/.test(trimmed)) return null;
  return Number(trimmed);
}
