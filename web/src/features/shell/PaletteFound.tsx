import { useNavigate } from "@tanstack/react-router";
import { Command, useCommandState } from "cmdk";
import { Search } from "lucide-react";
import { errorMessage } from "@/lib/api/errors";
import type { SearchHit } from "@/lib/api/types";
import { useSettled } from "@/lib/useSettled";
import { HitIcon } from "../search/HitIcon";
import { placeName, placeOf } from "../search/hits";
import { Marked } from "../search/Marked";
import { LONGEST, useBestHits } from "../search/queries";
import { type Act, Group, ITEM } from "./PaletteParts";
import { FOUND } from "./rank";

const GROUPS: { heading: string; kinds: SearchHit["kind"][] }[] = [
  { heading: "Tasks", kinds: ["task"] },
  { heading: "Comments", kinds: ["comment"] },
  { heading: "Notes and messages", kinds: ["memory", "chat"] },
];

/** What the server found for what is typed, which may still be the answer to fewer letters. */
export function useFound() {
  const typed = useCommandState((state) => state.search)
    .trim()
    .slice(0, LONGEST);
  const text = useSettled(typed);
  const { data, error, isFetching } = useBestHits(text);
  const shown = typed ? data : undefined;
  return { typed, hits: shown?.items ?? [], total: shown?.total, error, isSearching: isFetching || text !== typed };
}

/** What the server finds in tasks, comments, notes and messages. */
export function PaletteFound({ act }: { act: Act }) {
  const navigate = useNavigate();
  const { typed, hits, total, error } = useFound();
  if (typed && error) {
    return (
      <p role="alert" className="px-3 py-2 text-bad">
        Tasks and texts could not be searched. {errorMessage(error)}
      </p>
    );
  }
  return (
    <>
      {GROUPS.map(({ heading, kinds }) => (
        <Hits key={heading} heading={heading} hits={hits.filter(({ kind }) => kinds.includes(kind))} act={act} />
      ))}
      {hits.length > 0 && (
        <Group heading="Search">
          <Command.Item
            value="found all results"
            keywords={["", FOUND]}
            onSelect={act(() => void navigate({ to: "/search", search: { q: typed } }))}
            className={ITEM}
          >
            <Search className="size-4 shrink-0" aria-hidden />
            <span className="min-w-0 flex-1 truncate text-text">All results for “{typed}”</span>
            <span className="text-sm tabular-nums">{total}</span>
          </Command.Item>
        </Group>
      )}
    </>
  );
}

function Hits({ heading, hits, act }: { heading: string; hits: SearchHit[]; act: Act }) {
  const navigate = useNavigate();
  if (hits.length === 0) return null;
  return (
    <Group heading={heading}>
      {hits.map((hit) => (
        <Command.Item
          key={hit.id}
          value={`found ${hit.id}`}
          keywords={["", FOUND]}
          onSelect={act(() => void navigate(placeOf(hit)))}
          className={ITEM}
        >
          <HitIcon hit={hit} />
          <span className="min-w-0 flex-1 truncate text-text">
            <Marked parts={hit.title.length > 0 ? hit.title : hit.snippet} />
          </span>
          <span className="max-w-40 truncate text-sm max-sm:max-w-24">{placeName(hit)}</span>
        </Command.Item>
      ))}
    </Group>
  );
}
