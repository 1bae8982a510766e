import { CircleAlert } from "lucide-react";
import { ApiError, errorMessage } from "@/lib/api/errors";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";

interface ErrorStateProps {
  /** What could not be done: "The boards could not be loaded". */
  title: string;
  error: unknown;
  onRetry?: () => void;
}

/** A failure never looks like an empty list: what failed, why, the request id for the logs, and a way to try again. */
export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  const forbidden = error instanceof ApiError && error.status === 403;
  return (
    <div role="alert" className="mx-auto my-8 flex max-w-xl gap-3 rounded-lg border bg-surface p-4">
      <CircleAlert className="mt-0.5 size-5 shrink-0 text-bad-mark" aria-hidden />
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-1 wrap-anywhere text-muted">{errorMessage(error)}</p>
        {requestId && (
          <p className="mt-2 flex items-center gap-1 text-sm text-muted">
            Request <code className="truncate font-mono text-xs">{requestId}</code>
            <CopyButton text={requestId} label="Copy request id" />
          </p>
        )}
        {onRetry && !forbidden && (
          <Button className="mt-3" size="sm" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
