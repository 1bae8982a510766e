import type { Page } from "./types";

const SIZE = 200;

/** All items of a paginated list, for lists that people search and sort as a whole. */
export async function readAll<Item>(
  page: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const answer = await page({ limit: SIZE, cursor });
    items.push(...answer.items);
    cursor = nextCursor(answer);
  } while (cursor);
  return items;
}

/** Where a list goes on after a page; undefined at its end. */
export function nextCursor({ next_cursor }: Page<unknown>): string | undefined {
  return next_cursor ?? undefined;
}
