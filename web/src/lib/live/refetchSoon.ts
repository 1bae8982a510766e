import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";

const REST = 1_000;
const running = new WeakMap<QueryClient, Map<string, { again: boolean }>>();

/**
 * Fetches again what the server computes from many rows, at once but not oftener than a busy fleet's page can bear: the
 * next time begins a rest (usually a second) after the last one ended. Nothing is cut short, so a stream of events cannot starve it.
 */
export async function refetchSoon(cache: QueryClient, queryKey: QueryKey, rest = REST): Promise<void> {
  const all = running.get(cache) ?? new Map<string, { again: boolean }>();
  running.set(cache, all);
  const name = hashKey(queryKey);
  const known = all.get(name);
  if (known) {
    known.again = true;
    return;
  }
  const run = { again: true };
  all.set(name, run);
  while (run.again) {
    run.again = false;
    await cache.invalidateQueries({ queryKey, refetchType: "active" });
    await new Promise((resolve) => setTimeout(resolve, rest));
  }
  all.delete(name);
}
