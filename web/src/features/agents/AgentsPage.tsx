import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Bot, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Agent } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { useBoardNames } from "../boards/queries";
import { useActiveOrganization } from "../organizations/queries";
import { AdminsOnly } from "./AdminsOnly";
import { AgentFilterBar } from "./AgentFilterBar";
import { AgentCards, AgentListSkeleton, AgentTable } from "./AgentTable";
import { type AgentSearch, isFiltered, matches } from "./filters";
import { type IssuedToken, NewAgentDialog } from "./NewAgentDialog";
import { useAgents } from "./queries";
import { byAttention } from "./state";
import { TokenDialog } from "./TokenDialog";
import { useAgentWork } from "./useAgentWork";
import { useDeeds } from "./useDeeds";
import { useSpending } from "./useSpending";

const route = getRouteApi("/shell/agents");

export function AgentsPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/agents" });
  const { isAdmin } = useActiveOrganization();
  const [issued, setIssued] = useState<IssuedToken | null>(null);
  const change = (next: Partial<AgentSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  useShortcut({ keys: "n", label: "New agent", group: "Agents", run: () => change({ new: true }) }, isAdmin === true);

  function onCreated(agentName: string, token: string | null) {
    change({ new: undefined });
    if (token) setIssued({ agentName, token });
  }

  const newAgent = isAdmin !== false && (
    <Button variant="primary" onClick={() => change({ new: true })}>
      <Plus className="size-4" aria-hidden />
      New agent
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Agents" actions={newAgent} />
      {isAdmin === false ? <AdminsOnly /> : <Directory search={search} onChange={change} newAgent={newAgent} />}
      <NewAgentDialog
        open={search.new === true && isAdmin !== false}
        onOpenChange={(open) => change({ new: open || undefined })}
        boardId={search.board}
        onCreated={onCreated}
      />
      <TokenDialog issued={issued} title={`${issued?.agentName} is ready`} onClose={() => setIssued(null)} />
    </Page>
  );
}

interface DirectoryProps {
  search: AgentSearch;
  onChange: (change: Partial<AgentSearch>) => void;
  newAgent: ReactNode;
}

function Directory({ search, onChange, newAgent }: DirectoryProps) {
  const { data: agents, error, refetch } = useAgents();
  const boardNames = useBoardNames();
  if (error) return <ErrorState title="The agents could not be loaded" error={error} onRetry={refetch} />;
  if (!agents) return <AgentListSkeleton />;
  if (agents.length === 0) return <NoAgents newAgent={newAgent} />;
  const shown = agents
    .filter((agent) => matches(agent, search, boardNames.get(agent.board_id ?? "")))
    .sort(byAttention);
  return (
    <>
      <AgentFilterBar agents={agents} boardNames={boardNames} search={search} onChange={onChange} />
      <p role="status" className="sr-only">
        {isFiltered(search) ? `${shown.length} of ${agentsOf(agents.length)}` : agentsOf(agents.length)}
      </p>
      {shown.length === 0 ? (
        <EmptyState icon={Bot} title="No agent matches">
          {agents.length === 1 ? "The one agent there is does not fit" : `None of the ${agents.length} agents fits`}{" "}
          this filter.
        </EmptyState>
      ) : (
        <AgentList agents={shown} boardNames={boardNames} />
      )}
    </>
  );
}

function AgentList({ agents, boardNames }: { agents: Agent[]; boardNames: Map<string, string> }) {
  const workOf = useAgentWork(agents);
  const lookOf = useSpending(agents);
  const deeds = useDeeds(agents);
  const list = useListKeys<HTMLDivElement>("agent");
  return (
    <div ref={list}>
      <AgentTable {...{ agents, boardNames, workOf, lookOf }} onDeed={deeds.run} />
      <AgentCards {...{ agents, boardNames, workOf, lookOf }} onDeed={deeds.run} />
      {deeds.dialog}
    </div>
  );
}

function NoAgents({ newAgent }: { newAgent: ReactNode }) {
  return (
    <EmptyState icon={Bot} title="No agents yet" action={newAgent}>
      An agent is a program that works on the tasks of a board: it reports with a heartbeat, claims a task, and moves it
      along. Create one here, give its token to your program, and it shows up as soon as it makes its first call.
    </EmptyState>
  );
}

function agentsOf(count: number): string {
  return count === 1 ? "1 agent" : `${count} agents`;
}
