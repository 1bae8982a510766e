import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { refetchSoon } from "./refetchSoon";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function watch() {
  const cache = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const fetched = vi.fn(() => Promise.resolve("new"));
  const observer = new QueryObserver(cache, { queryKey: ["sum"], queryFn: fetched });
  const stop = observer.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  fetched.mockClear();
  return { cache, fetched, stop };
}

it("fetches at once, and a burst only once more", async () => {
  const { cache, fetched, stop } = await watch();
  for (let event = 0; event < 20; event += 1) void refetchSoon(cache, ["sum"]);
  await vi.advanceTimersByTimeAsync(10);
  expect(fetched).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(fetched).toHaveBeenCalledTimes(2);
  stop();
});

it("is at once again after a rest", async () => {
  const { cache, fetched, stop } = await watch();
  void refetchSoon(cache, ["sum"]);
  await vi.advanceTimersByTimeAsync(1_100);
  void refetchSoon(cache, ["sum"]);
  await vi.advanceTimersByTimeAsync(10);
  expect(fetched).toHaveBeenCalledTimes(2);
  stop();
});
