import { ErrorState } from "@/ui/ErrorState";
import { Loading, Skeleton } from "@/ui/Skeleton";

/** While a gateway is asked for a list, and where it did not answer. */
export function NotListedYet({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  if (error) {
    return <ErrorState title="The gateway did not list them" error={error} onRetry={onRetry} />;
  }
  return (
    <Loading label="Asking the gateway" className="flex flex-col gap-3">
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
    </Loading>
  );
}
