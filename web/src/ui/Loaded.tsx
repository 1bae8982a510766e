import type { ReactNode } from "react";
import { ErrorState } from "./ErrorState";
import { Loading, Skeleton } from "./Skeleton";

/** What is known of something that was asked for; every query of TanStack is one. */
export interface Asked<Data> {
  data: Data | undefined;
  error: unknown;
  refetch: () => unknown;
  /** What is shown is the answer to another question, until this one is answered. */
  isPlaceholderData?: boolean;
}

interface NotLoadedProps {
  query: Asked<unknown>;
  /** What was asked for, in the plural: "boards". */
  what: string;
  /** The size of what is to come, as classes. */
  skeleton?: string;
}

/** In the place of a form's field that cannot be shown yet: that it comes, or why it does not and a way to try again. */
export function NotLoaded({ query, what, skeleton = "h-9" }: NotLoadedProps) {
  if (query.error) {
    return (
      <ErrorState
        compact
        title={`The ${what} could not be loaded`}
        error={query.error}
        onRetry={() => query.refetch()}
      />
    );
  }
  return (
    <Loading label={`Loading the ${what}`}>
      <Skeleton className={skeleton} />
    </Loading>
  );
}

interface LoadedProps<Item> extends NotLoadedProps {
  query: Asked<Item[]>;
  /** What is said where there is nothing; left out where the children have their own words for it. */
  empty?: ReactNode;
  children: (items: Item[]) => ReactNode;
}

/** A list within a form. That there is nothing is said once that is known, and not while it is loaded or when it failed. */
export function Loaded<Item>({ query, what, skeleton, empty, children }: LoadedProps<Item>) {
  const { data, isPlaceholderData } = query;
  if (!data || (isPlaceholderData && data.length === 0)) return <NotLoaded {...{ query, what, skeleton }} />;
  if (data.length === 0 && empty !== undefined) return empty && <p className="text-sm text-muted">{empty}</p>;
  return children(data);
}

/** Asks once more for what could not be loaded; undefined while nothing failed. */
export function retryOf({ data, error, refetch }: Asked<unknown>): (() => void) | undefined {
  return error && !data ? () => void refetch() : undefined;
}
