import { describe, expect, it } from "vitest";
import { parseRetryAfter, toApiError } from "./errors";

const answer = (status: number, headers?: HeadersInit) => new Response(null, { status, headers });

describe("toApiError", () => {
  it("reads a plain sentence", () => {
    const error = toApiError(answer(404), {
      detail: "No such board",
      request_id: "r1",
      code: "not_found",
      retryable: false,
    });
    expect(error).toMatchObject({ message: "No such board", requestId: "r1", code: "not_found", retryable: false });
  });

  it("reads the refusal of a rule", () => {
    const detail = { message: "Blocked", code: "task_blocked", blocked_by_task_ids: ["t2"] };
    const error = toApiError(answer(409), { detail, code: "task_blocked" });
    expect(error).toMatchObject({ message: "Blocked", code: "task_blocked", blockedByTaskIds: ["t2"] });
  });

  it("reads validation problems", () => {
    const detail = [{ loc: ["body", "name"], msg: "Value error, must not be blank" }];
    expect(toApiError(answer(422), { detail }).message).toBe("Name: must not be blank");
    const long = { loc: ["body", "due_at"], msg: "…", type: "string_too_long", ctx: { max_length: 1000 } };
    expect(toApiError(answer(422), { detail: [long] }).message).toBe("Due date: at most 1,000 characters");
  });

  it("survives an answer that is not ours", () => {
    const error = toApiError(answer(502, { "x-request-id": "r9" }), null);
    expect(error).toMatchObject({ code: "http_502", requestId: "r9", retryable: true });
    expect(error.message).not.toBe("");
  });
});

it("reads Retry-After as seconds and as a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(parseRetryAfter("7", now)).toBe(7);
  expect(parseRetryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now)).toBe(30);
  expect(parseRetryAfter("soon", now)).toBeNull();
  expect(parseRetryAfter(null, now)).toBeNull();
});
