/** What was said and done in a session, read from the rows that a gateway keeps of it. */
export interface Entry {
  key: string;
  /** Milliseconds since 1970; null where the gateway names no time. */
  at: number | null;
  who: "people" | "agent" | "gateway";
  text: string;
  /** A tool that the agent used, what it gave it, and what came back. */
  call: { tool: string; input: string; output: string | null; failed: boolean } | null;
  /** US dollars. */
  cost: number | null;
}

type Row = Record<string, unknown>;

const object = (value: unknown): Row => (value !== null && typeof value === "object" ? (value as Row) : {});
const word = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Rows of kinds that are not known are shown by their text; those without any are left out. */
export function entriesOf(history: unknown[]): Entry[] {
  const rows = history.map(object);
  const results = new Map(rows.filter(({ role }) => role === "toolResult").map((row) => [row.toolCallId, row]));
  return rows.flatMap((row, place) => (row.role === "toolResult" ? [] : entries(row, place, results)));
}

function entries(row: Row, place: number, results: Map<unknown, Row>): Entry[] {
  const key = word(object(row.__openclaw).id) || String(place);
  const at = count(row.timestamp);
  const who = row.role === "user" ? "people" : row.role === "assistant" ? "agent" : "gateway";
  const parts = typeof row.content === "string" ? [{ type: "text", text: row.content }] : listOf(row.content);
  const cost = count(object(object(row.usage).cost).total);
  const found = parts.flatMap((part, index): Entry[] => {
    const about = { key: `${key} ${index}`, at, who, cost: null } as const;
    if (part.type === "toolCall") return [{ ...about, text: "", call: callOf(part, results.get(part.id)) }];
    const text = word(part.text).trim();
    return text ? [{ ...about, text, call: null }] : [];
  });
  const last = found.at(-1);
  if (last) found[found.length - 1] = { ...last, cost };
  return found;
}

function callOf(part: Row, result: Row | undefined): Entry["call"] {
  const input = object(part.arguments);
  const command = word(input.command);
  return {
    tool: word(part.name) || "tool",
    input: command || JSON.stringify(input, null, 2),
    output: result ? textOf(result.content) : null,
    failed: result?.isError === true,
  };
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return listOf(content)
    .map(({ text }) => word(text))
    .filter(Boolean)
    .join("\n");
}

function listOf(value: unknown): Row[] {
  return Array.isArray(value) ? value.map(object) : [];
}

export interface SessionLook {
  running: boolean;
  model: string;
  tokens: number | null;
  cost: number | null;
}

export function lookOf(session: Record<string, unknown> | undefined): SessionLook {
  const it = object(session);
  return {
    running: it.hasActiveRun === true || it.status === "running",
    model: word(it.model),
    tokens: count(it.totalTokens),
    cost: count(it.estimatedCostUsd),
  };
}

export function dollars(amount: number): string {
  return `$${amount < 0.01 ? amount.toFixed(5) : amount.toFixed(2)}`;
}
