/** `fetch` with our credentials, patience for 429, and one kind of error. Both the client and the stream use it. */
import { authorization, signalSessionLost } from "@/lib/session";
import { networkError, toApiError } from "./errors";
import { signalForbidden } from "./place";

const PATIENCE = { tries: 3, longestWait: 20 };

export async function send(request: Request, wait: (ms: number) => Promise<void> = sleep): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await once(request.clone());
    if (response.ok) return response;
    const error = toApiError(response, await readJson(response));
    if (error.status === 401) signalSessionLost(request.headers.get("authorization"));
    if (error.status === 403) signalForbidden(request);
    const seconds = error.retryAfter ?? 1;
    if (error.status !== 429 || attempt === PATIENCE.tries || seconds > PATIENCE.longestWait) throw error;
    await wait(seconds * 1000);
  }
}

/** The request as it goes out: with the session's token unless the caller brought its own (sign-in tries one). */
export function authorized(request: Request): Request {
  const ours = authorization();
  if (ours && !request.headers.has("authorization")) request.headers.set("authorization", ours);
  return request;
}

async function once(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw networkError();
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
