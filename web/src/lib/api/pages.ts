import type { Page } from "./types";

const SIZE = 200;

/** All items of a paginated list, for lists that people search and sort as a whole. */
export async function readAll<Item>(
  page: (query: { limit: number; offset: number }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (;;) {
    const answer = await page({ limit: SIZE, offset: items.length });
    items.push(...answer.items);
    if (answer.items.length === 0 || items.length >= answer.total) return items;
  }
}
