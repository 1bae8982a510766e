import { toast as sonner } from "sonner";
import { ApiError, errorMessage } from "@/lib/api/errors";

export const toast = sonner;

/** A failure as a toast: what was tried, the reason, and the request id when there is one. */
export function toastError(title: string, error: unknown): void {
  const requestId = error instanceof ApiError && error.status >= 500 ? error.requestId : null;
  const reason = errorMessage(error);
  sonner.error(title, { description: requestId ? `${reason} (request ${requestId})` : reason, duration: 8000 });
}
