import { fieldName } from "@/lib/fieldNames";

/**
 * Everything a request can fail with, as one class: pages show `message`, the request id, and offer a retry when
 * `retryable`. Rules that refuse a change carry a stable `code` and the tasks that are in the way.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly retryable: boolean;
  readonly blockedByTaskIds: string[];
  /** Seconds from Retry-After, when the server asked for patience. */
  readonly retryAfter: number | null;

  constructor(fields: {
    status: number;
    message: string;
    code: string;
    requestId?: string | null;
    retryable?: boolean;
    blockedByTaskIds?: string[];
    retryAfter?: number | null;
  }) {
    super(fields.message);
    this.status = fields.status;
    this.code = fields.code;
    this.requestId = fields.requestId ?? null;
    this.retryable = fields.retryable ?? false;
    this.blockedByTaskIds = fields.blockedByTaskIds ?? [];
    this.retryAfter = fields.retryAfter ?? null;
  }
}

/** The server could not be reached at all: no status, no request id. */
export function networkError(): ApiError {
  return new ApiError({
    status: 0,
    code: "network_unreachable",
    message: `The server cannot be reached${at()}. Check that it is running and that you are online.`,
    retryable: true,
  });
}

function at(): string {
  const host = globalThis.location?.host;
  return host ? ` at ${host}` : "";
}

export function isUnreachable(error: Error | null): boolean {
  return error instanceof ApiError && error.code === "network_unreachable";
}

export function toApiError(response: Response, body: unknown): ApiError {
  const fields = isRecord(body) ? body : {};
  const detail = fields.detail;
  const nested = isRecord(detail) ? detail : {};
  return new ApiError({
    status: response.status,
    message: messageOf(detail) ?? (response.statusText || `The server answered ${response.status}.`),
    code: text(fields.code) ?? text(nested.code) ?? `http_${response.status}`,
    requestId: text(fields.request_id) ?? response.headers.get("x-request-id"),
    retryable: typeof fields.retryable === "boolean" ? fields.retryable : response.status >= 500,
    blockedByTaskIds: Array.isArray(nested.blocked_by_task_ids) ? nested.blocked_by_task_ids.map(String) : [],
    retryAfter: parseRetryAfter(response.headers.get("retry-after")),
  });
}

/** The words of a `detail`: a string, a rule's {message}, or a list of validation problems. */
function messageOf(detail: unknown): string | null {
  if (typeof detail === "string") return detail || null;
  if (Array.isArray(detail)) return detail.map(validationLine).filter(Boolean).join("; ") || null;
  return isRecord(detail) ? text(detail.message) : null;
}

function validationLine(problem: unknown): string {
  if (!isRecord(problem)) return "";
  const message = problemWords(problem);
  const place = Array.isArray(problem.loc) ? problem.loc.slice(1).map(placeName).join(", ") : "";
  return place ? `${place.charAt(0).toUpperCase()}${place.slice(1)}: ${message}` : message;
}

/** Fields by the names of the pages; of what is in a list, which it is. */
function placeName(part: unknown): string {
  return typeof part === "number" ? `number ${part + 1}` : fieldName(String(part));
}

/** What is to be written instead, for people who fill in a form and read no schemas. */
function problemWords({ type, ctx, msg }: Record<string, unknown>): string {
  const limits = isRecord(ctx) ? ctx : {};
  const amount = (name: string) => Number(limits[name]).toLocaleString("en");
  switch (type) {
    case "missing":
      return "is needed";
    case "string_too_long":
      return `at most ${amount("max_length")} characters`;
    case "string_too_short":
      return limits.min_length === 1 ? "write something" : `at least ${amount("min_length")} characters`;
    case "too_long":
      return `at most ${amount("max_length")}`;
    case "too_short":
      return `at least ${amount("min_length")}`;
    case "greater_than_equal":
      return `at least ${amount("ge")}`;
    case "less_than_equal":
      return `at most ${amount("le")}`;
    case "int_parsing":
    case "int_type":
    case "int_from_float":
      return "write a whole number";
    case "datetime_parsing":
    case "datetime_from_date_parsing":
      return "write a date";
    default:
      return (text(msg) ?? "is not valid").replace(/^Value error, /, "");
  }
}

/** Seconds, whether the header holds a number or a date; null when it is missing or unreadable. */
export function parseRetryAfter(header: string | null, now = Date.now()): number | null {
  if (!header) return null;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

/** A mistyped id is refused as malformed: for the reader it is the same as an unknown one. */
export function isUnknown(error: Error | null): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 422);
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong.";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
