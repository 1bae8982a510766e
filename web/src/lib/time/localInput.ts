/** Between the API's instants and <input type="datetime-local">, which knows no zone: always the reader's own. */
export function toLocalInput(at: string | null): string {
  if (!at) return "";
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Null for an empty field; the browser hands out no half-filled ones. */
export function fromLocalInput(text: string): string | null {
  const time = text ? new Date(text).getTime() : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
