import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Activity } from "lucide-react";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { ActivityFilterBar } from "./ActivityFilterBar";
import { Feed } from "./Feed";
import { type ActivitySearch, filterOf, isFiltered } from "./filters";

const route = getRouteApi("/shell/activity");

export function ActivityPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/activity" });
  const list = useListKeys<HTMLDivElement>("event");
  const change = (next: Partial<ActivitySearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  const clear = () => change({ board: undefined, agent: undefined, type: undefined });
  return (
    <Page>
      <PageHeader title="Activity" description="What people, agents and the server did, as it happens." />
      <ActivityFilterBar search={search} onChange={change} onClear={clear} />
      <div ref={list}>
        <Feed
          filter={filterOf(search)}
          empty={isFiltered(search) ? <NothingMatches onClear={clear} /> : <NothingYet />}
        />
      </div>
    </Page>
  );
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={Activity} title="No event matches" action={<Button onClick={onClear}>Show everything</Button>}>
      Nothing of this kind has happened here yet.
    </EmptyState>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={Activity} title="Nothing has happened yet">
      Every task that moves, every comment and every agent that comes or goes is listed here. Make a board and an agent,
      and the first lines appear by themselves.
    </EmptyState>
  );
}
