/** Tokens and dollars, short; what nobody knows is no zero. */

/** "850", "12.4 k", "3.1 M"; a dash where it is not known. */
export function tokens(value: number | null): string {
  if (value === null) return "–";
  if (value < 1_000) return String(Math.round(value));
  const [unit, name] = value < 1_000_000 ? [1_000, "k"] : [1_000_000, "M"];
  return `${(value / unit).toLocaleString([], { maximumFractionDigits: 1 })} ${name}`;
}

export function dollars(amount: number | null): string {
  if (amount === null) return "–";
  if (amount === 0) return "$0";
  return amount < 0.01
    ? "< $0.01"
    : `$${amount.toLocaleString([], { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
