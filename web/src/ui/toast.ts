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

type Saying<T> = string | ((answer: T) => string);

interface Words<T> {
  /** What is done now. */
  done?: Saying<T>;
  /** Instead of `done`: what is under way from now on. */
  begun?: Saying<T>;
  /** What else is to be known about it. */
  more?: (answer: T) => string;
  /** What takes it back again. */
  undo?: () => void;
  /** What was not done. Left out where the form that asked shows the error itself. */
  failed?: string;
}

/**
 * Waits for a change and says how it went; whether it was done.
 *
 * It takes the promise of `mutateAsync`, as callbacks given to `mutate` are dropped once the component is gone, and
 * the stream is often quicker than the answer to take a row away. What is only for a page that is still there, like
 * the closing of a dialog, belongs into these callbacks.
 */
export async function announce<T>(change: Promise<T>, words: Words<T> = {}): Promise<boolean> {
  try {
    const answer = await change;
    say(answer, words);
    return true;
  } catch (error) {
    if (words.failed) toastError(words.failed, error);
    return false;
  }
}

function say<T>(answer: T, { done, begun, more, undo }: Words<T>): void {
  const saying = done ?? begun;
  if (!saying) return;
  sonner[done ? "success" : "message"](typeof saying === "string" ? saying : saying(answer), {
    description: more?.(answer),
    action: undo && { label: "Undo", onClick: undo },
    duration: undo && 10_000,
  });
}
