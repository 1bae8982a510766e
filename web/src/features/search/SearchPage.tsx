import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Search, SearchX } from "lucide-react";
import { useEffect, useRef } from "react";
import type { SearchHit } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { RelativeTime } from "@/ui/RelativeTime";
import { Select } from "@/ui/Select";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { BoardFilter } from "../boards/BoardFilter";
import { FilterText } from "../boards/filtering/FilterText";
import { KINDS, type Kind, type SearchSearch } from "./filters";
import { HitIcon } from "./HitIcon";
import { NAMES, placeName, placeOf } from "./hits";
import { Marked } from "./Marked";
import { LONGEST, useHits } from "./queries";

const route = getRouteApi("/shell/search");

/** Everything that was written on the boards, and in the groups, that one may read. */
export function SearchPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/search" });
  const list = useListKeys<HTMLDivElement>("result");
  const change = (next: Partial<SearchSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  return (
    <Page>
      <PageHeader title="Search" />
      <SearchBar search={search} onChange={change} />
      <div ref={list}>
        <Results search={search} onWiden={() => change({ kind: undefined, board: undefined })} />
      </div>
    </Page>
  );
}

interface BarProps {
  search: SearchSearch;
  onChange: (next: Partial<SearchSearch>) => void;
}

function SearchBar({ search, onChange }: BarProps) {
  const field = useRef<HTMLInputElement>(null);
  const isBlank = useRef(!search.q);
  useEffect(() => {
    if (isBlank.current) field.current?.focus();
  }, []);
  useShortcut({ keys: "/", label: "Type what to search for", group: "Search", run: () => field.current?.focus() });
  return (
    <search className="mb-5 flex flex-wrap gap-2">
      <FilterText
        value={search.q ?? ""}
        onChange={(q) => onChange({ q: q.trim().slice(0, LONGEST) || undefined })}
        field={field}
        onLeave={() => field.current?.blur()}
        label="Search for"
        placeholder="Words, or how they begin"
        className="max-sm:basis-full [&_input]:h-9"
      />
      <Select
        aria-label="Kind"
        className="w-36 max-sm:flex-1"
        value={search.kind ?? ""}
        onChange={({ target }) => onChange({ kind: (target.value || undefined) as Kind | undefined })}
      >
        <option value="">Everything</option>
        {Object.entries(KINDS).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </Select>
      <BoardFilter boardId={search.board} onChange={(board) => onChange({ board })} className="max-sm:flex-1" />
    </search>
  );
}

function Results({ search, onWiden }: { search: SearchSearch; onWiden: () => void }) {
  const hits = useHits(search);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = hits;
  if (!search.q) return <NothingTyped />;
  if (error && !data) return <ErrorState title="The search failed" error={error} onRetry={refetch} />;
  if (!data) return <ResultsSkeleton />;
  const total = data.pages[0]?.total ?? 0;
  if (total === 0) return <NothingFound search={search} onWiden={onWiden} />;
  return (
    <>
      <p role="status" className="mb-2 text-sm text-muted">
        {total === 1 ? "1 result" : `${total} results`}
      </p>
      <ol className={cn("overflow-hidden rounded-lg border bg-surface", isPlaceholderData && "opacity-60")}>
        {data.pages.flatMap(({ items }) => items.map((hit) => <HitRow key={hit.id} hit={hit} />))}
      </ol>
      {hasNextPage && (
        <Button className="mx-auto mt-4 flex" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function HitRow({ hit }: { hit: SearchHit }) {
  const about = hit.kind === "comment" ? `Comment on “${named(hit.task_title ?? "")}”` : NAMES[hit.kind];
  return (
    <li className="border-b last:border-b-0">
      <Link data-row {...placeOf(hit)} className="flex gap-3 px-4 py-3 -outline-offset-2 hover:bg-hover">
        <span className="pt-0.5 text-muted">
          <HitIcon hit={hit} />
        </span>
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          {hit.title.length > 0 && (
            <span className="font-medium wrap-anywhere">
              <Marked parts={hit.title} />
            </span>
          )}
          {hit.snippet.length > 0 && (
            <span className={cn("wrap-anywhere", hit.title.length > 0 && "text-muted")}>
              <Marked parts={hit.snippet} />
            </span>
          )}
          <span className="text-sm wrap-anywhere text-muted">
            {about} · {placeName(hit)} · <RelativeTime at={hit.created_at} />
          </span>
        </span>
      </Link>
    </li>
  );
}

function NothingTyped() {
  return (
    <EmptyState icon={Search} title="Find what was written">
      Tasks, comments, notes and messages of the boards and groups that you may read. Each word finds what begins with
      it, and all of them have to be there.
    </EmptyState>
  );
}

function NothingFound({ search, onWiden }: { search: SearchSearch; onWiden: () => void }) {
  const isNarrowed = search.kind !== undefined || search.board !== undefined;
  return (
    <EmptyState
      icon={SearchX}
      title={`Nothing holds “${search.q}”`}
      action={isNarrowed && <Button onClick={onWiden}>Search everything</Button>}
    >
      {isNarrowed ? "Not of this kind, or not on this board." : "Fewer words, or only their beginnings, find more."}
    </EmptyState>
  );
}

function ResultsSkeleton() {
  return (
    <Loading label="Searching" className="flex flex-col gap-3">
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
    </Loading>
  );
}
