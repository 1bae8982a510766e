import { type Action, toast as sonner } from "sonner";
import { ApiError, errorMessage } from "@/lib/api/errors";

export const toast = sonner;

/** A failure as a toast: what was tried, the reason, the request id when there is one, and what helps. */
export function toastError(title: string, error: unknown, action?: Action): void {
  const requestId = error instanceof ApiError && error.status >= 500 ? error.requestId : null;
  const reason = errorMessage(error);
  const description = requestId ? `${reason} (request ${requestId})` : reason;
  sonner.error(title, { description, action, duration: action ? 12_000 : 8_000 });
}
