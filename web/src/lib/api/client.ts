import createClient from "openapi-fetch";
import { placed } from "./place";
import type { paths } from "./schema";
import { authorized, send } from "./transport";
import { notTwice } from "./twice";

const sendOnce = notTwice((request) => send(request));

/** Typed by our own OpenAPI document. Failures throw ApiError, so a call's `data` is always there: see `read`. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => sendOnce(placed(authorized(request))),
});

/** `const boards = await read(api.GET("/api/v1/boards"))`: the body, or an ApiError thrown by the transport. */
export async function read<Data>(call: Promise<{ data?: Data }>): Promise<Data> {
  const { data } = await call;
  return data as Data;
}
