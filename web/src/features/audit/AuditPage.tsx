import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Download, ScrollText } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useActiveOrganization } from "../organizations/queries";
import { AuditDetail } from "./AuditDetail";
import { AuditFilterBar } from "./AuditFilterBar";
import { AuditRow } from "./AuditRow";
import { type AuditSearch, filterOf, isFiltered } from "./filters";
import { useAudit, useExport } from "./queries";
import { Verify } from "./Verify";

const route = getRouteApi("/shell/audit");

export function AuditPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/audit" });
  const { isAdmin, mayAsk } = useActiveOrganization();
  const change = (next: Partial<AuditSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  const clear = () => void navigate({ search: {}, replace: true });
  if (isAdmin === false) {
    return (
      <Page>
        <EmptyState icon={ScrollText} title="The audit log is for administrators" wholePage>
          Owners and admins of the organization read who changed what.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        title="Audit"
        description="Every change: who made it, from where, and what was before."
        actions={<Exports search={search} />}
      />
      <Verify />
      <AuditFilterBar search={search} onChange={change} onClear={clear} />
      <List search={search} enabled={mayAsk} onChange={change} onClear={clear} />
      <AuditDetail seq={search.event} onClose={() => change({ event: undefined })} onFilter={change} />
    </Page>
  );
}

function Exports({ search }: { search: AuditSearch }) {
  const write = useExport(filterOf(search));
  return (["csv", "jsonl"] as const).map((format) => (
    <Button
      key={format}
      busy={write.isPending && write.variables === format}
      disabled={write.isPending}
      onClick={() => announce(write.mutateAsync(format), { failed: "The log was not exported" })}
    >
      <Download className="size-4" aria-hidden />
      {format === "csv" ? "CSV" : "JSON Lines"}
    </Button>
  ));
}

interface ListProps {
  search: AuditSearch;
  enabled: boolean;
  onChange: (next: Partial<AuditSearch>) => void;
  onClear: () => void;
}

function List({ search, enabled, onChange, onClear }: ListProps) {
  const list = useListKeys<HTMLUListElement>("event");
  const audit = useAudit(filterOf(search), enabled);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = audit;
  const isFilling = useFilled(audit);
  if (error && !data) return <ErrorState title="The log could not be loaded" error={error} onRetry={refetch} />;
  const events = data?.pages.flatMap(({ items }) => items);
  if (!data || !events || (events.length === 0 && isFilling)) return <Waiting />;
  const until = data.pages.at(-1)?.searched_until ?? null;
  const older = (
    <Button className="mx-auto mt-4 flex" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {isFiltered(search) ? "Search older events" : "Older events"}
    </Button>
  );
  if (events.length === 0 && hasNextPage) return <NotYet until={until}>{older}</NotYet>;
  if (events.length === 0) return <Nothing filtered={isFiltered(search)} onClear={onClear} />;
  return (
    <>
      <ul ref={list} aria-label="Events" className="divide-y rounded-lg border bg-surface">
        {events.map((event) => (
          <AuditRow key={event.seq} event={event} onOpen={() => onChange({ event: event.seq })} />
        ))}
      </ul>
      {hasNextPage && older}
    </>
  );
}

/** So many parts of a long log are looked through before somebody has to ask for more. */
const PARTS = 10;

/** Goes on by itself while nothing was found, within limits; answers whether it does. */
function useFilled({ data, hasNextPage, fetchNextPage, isFetchingNextPage, error }: ReturnType<typeof useAudit>) {
  const isEmpty = data?.pages.every(({ items }) => items.length === 0) ?? false;
  const goesOn = isEmpty && hasNextPage && !error && (data?.pages.length ?? 0) % PARTS !== 0;
  useEffect(() => {
    if (goesOn && !isFetchingNextPage) void fetchNextPage();
  }, [goesOn, isFetchingNextPage, fetchNextPage]);
  return goesOn;
}

function NotYet({ until, children }: { until: string | null; children: ReactNode }) {
  return (
    <EmptyState icon={ScrollText} title="Nothing found yet" action={children}>
      {until && (
        <>
          Looked through what happened since <RelativeTime at={until} />.
        </>
      )}
    </EmptyState>
  );
}

function Waiting() {
  return (
    <Loading label="Loading the log" className="flex flex-col gap-2">
      {[1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} className="h-14" />
      ))}
    </Loading>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) return <EmptyState icon={ScrollText} title="Nothing is on record yet" />;
  return (
    <EmptyState icon={ScrollText} title="No event matches" action={<Button onClick={onClear}>Show everything</Button>}>
      Nothing of this kind is on record.
    </EmptyState>
  );
}
