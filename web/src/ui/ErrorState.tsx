import { CircleAlert } from "lucide-react";
import { ApiError, errorMessage } from "@/lib/api/errors";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { cn } from "./cn";

interface ErrorStateProps {
  /** What could not be done: "The boards could not be loaded". */
  title: string;
  error: unknown;
  onRetry?: () => void;
  /** In the size of a form's field: it stands for a part of a page or dialog. */
  compact?: boolean;
}

/** A failure never looks like an empty list: what failed, why, the request id for the logs, and a way to try again. */
export function ErrorState({ title, error, onRetry, compact }: ErrorStateProps) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  const forbidden = error instanceof ApiError && error.status === 403;
  return (
    <div
      role="alert"
      className={cn(
        "flex rounded-lg border bg-surface",
        compact ? "gap-2 px-3 py-2.5 text-sm" : "mx-auto my-8 max-w-xl gap-3 p-4",
      )}
    >
      <CircleAlert className={cn("mt-0.5 shrink-0 text-bad-mark", compact ? "size-4" : "size-5")} aria-hidden />
      <div className="min-w-0 flex-1">
        {compact ? <p className="font-medium">{title}</p> : <h2 className="font-semibold">{title}</h2>}
        <p className={cn("wrap-anywhere text-muted", !compact && "mt-1")}>{errorMessage(error)}</p>
        <div
          className={cn(
            "flex empty:hidden",
            compact ? "mt-1.5 flex-wrap items-center justify-between gap-x-3" : "mt-2 flex-col items-start gap-3",
          )}
        >
          {requestId && (
            <p className="flex max-w-full items-center gap-1 text-sm text-muted">
              Request <code className="truncate font-mono text-xs">{requestId}</code>
              <CopyButton text={requestId} label="Copy request id" />
            </p>
          )}
          {onRetry && !forbidden && (
            <Button size="sm" onClick={onRetry}>
              Try again
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
