import { expect, it } from "vitest";

const SOURCES = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Where a list that is not known is taken for an empty one all the same, and why that says nothing false. */
const ADDITIONS: Record<string, string> = {
  "features/audit/names.ts agents": "names beside ids that are shown without them too",
  "features/audit/names.ts boards": "names beside ids that are shown without them too",
  "features/audit/names.ts members": "names beside ids that are shown without them too",
  "features/groups/GroupChat.tsx agents": "names that are completed while one writes",
  "features/organizations/useSwitchTo.ts organizations": "the switcher says that they failed",
  "features/shell/PaletteActions.tsx boards": "the palette's list of boards says that they failed",
  "features/skills/SkillsPage.tsx packs": "one more way to narrow the list",
  "features/gateways/SessionList.tsx agents": "names for sessions that are listed without them too",
  "features/templates/TemplateRow.tsx tags": "labels beside what the template is",
  "features/customFields/queries.ts data":
    "the forms and the panel of a task ask for the query too, and say that it failed",
};

/** Lists of queries that become empty where they are not known, in code that never asks whether they failed. */
function takenForEmpty(source: string): string[] {
  const found: string[] = [];
  for (const [, parts = ""] of source.matchAll(/const \{([^{}]*\bdata\b[^{}]*)\} = use\w+\(/g)) {
    if (/\b(error|isError)\b/.test(parts)) continue;
    const [, name = "data", fallback] = /\bdata(?:: (\w+))?( = \[\])?/.exec(parts) ?? [];
    const list = name.replace(/^$/, "data");
    if (fallback || new RegExp(`\\b${list}\\b(\\?\\.[^;]*)? \\?\\? \\[\\]`).test(source)) found.push(list);
  }
  for (const [, query = ""] of source.matchAll(/\b(\w+)\.data(?:\?\.[^;]*)? \?\? \[\]/g)) {
    const isTold = new RegExp(`\\b${query}\\.(error|isError)\\b|=\\{${query}\\}|retryOf\\(${query}\\)`);
    if (!isTold.test(source)) found.push(query);
  }
  return found;
}

it("sees a list that is taken for empty, however it is written", () => {
  expect(takenForEmpty("const { data: boards = [] } = useBoards();")).toEqual(["boards"]);
  expect(takenForEmpty("const { data: boards } = useBoards();\nshow(boards ?? []);")).toEqual(["boards"]);
  expect(takenForEmpty("const { data } = useTags();\nconst red = data?.filter(isRed) ?? [];")).toEqual(["data"]);
  expect(takenForEmpty("const tags = useTags();\nshow(tags.data ?? []);")).toEqual(["tags"]);
  expect(takenForEmpty("const { data: tags = [], isError } = useTags();")).toEqual([]);
  expect(takenForEmpty("const { data: boards } = useBoards();\nconst one = boards?.find(isChosen);")).toEqual([]);
  expect(takenForEmpty('show(tags.data ?? []);\nreturn <NotLoaded query={tags} what="tags" />;')).toEqual([]);
});

it("takes no list for empty that is still loading or could not be loaded: Loaded tells the three apart", () => {
  const found = Object.entries(SOURCES).flatMap(([path, source]) =>
    takenForEmpty(source).map((list) => `${path.replace("../", "")} ${list}`),
  );
  expect(found.toSorted()).toEqual(Object.keys(ADDITIONS).toSorted());
});
