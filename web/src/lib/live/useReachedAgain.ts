import { useEffect } from "react";
import { isUnreachable } from "@/lib/api/errors";
import { useLive } from "./LiveProvider";

interface Attempt {
  error: Error | null;
  /** When it was made. */
  submittedAt: number;
  reset: () => void;
}

/** Forgets that the server could not be reached once it can: a form must not say so beside a page that is live. */
export function useReachedAgain({ error, submittedAt, reset }: Attempt): void {
  const { state } = useLive();
  const isOver = isUnreachable(error) && state.status === "live" && state.since > submittedAt;
  useEffect(() => {
    if (isOver) reset();
  }, [isOver, reset]);
}
