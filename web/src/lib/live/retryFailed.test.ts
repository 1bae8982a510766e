import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { ApiError } from "@/lib/api/errors";
import { retryFailed } from "./retryFailed";

/** A query on the page whose first answer is `first`, and how often it was asked. */
async function shown(cache: QueryClient, name: string, first: Error | string) {
  const seen = { asked: 0 };
  const observer = new QueryObserver(cache, {
    queryKey: [name],
    retry: false,
    queryFn: () => {
      seen.asked += 1;
      if (seen.asked === 1 && first instanceof Error) throw first;
      return "loaded";
    },
  });
  observer.subscribe(() => {});
  await observer.refetch({ cancelRefetch: false });
  return { seen, observer };
}

it("asks again for what the server was away for, and for nothing else", async () => {
  const cache = new QueryClient();
  const away = await shown(cache, "away", new ApiError({ status: 503, message: "away", code: "x", retryable: true }));
  const refused = await shown(cache, "refused", new ApiError({ status: 404, message: "gone", code: "not_found" }));
  const fine = await shown(cache, "fine", "loaded");
  expect(away.observer.getCurrentResult().isError).toBe(true);

  await retryFailed(cache);

  expect(away.observer.getCurrentResult().data).toBe("loaded");
  expect([away.seen.asked, refused.seen.asked, fine.seen.asked]).toEqual([2, 1, 1]);
  cache.clear();
});
