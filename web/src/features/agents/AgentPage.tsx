import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { isUnknown } from "@/lib/api/errors";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useActiveOrganization } from "../organizations/queries";
import { AdminsOnly } from "./AdminsOnly";
import { AgentDetail } from "./AgentDetail";
import { AgentGone } from "./AgentGone";
import { useAgent } from "./queries";

const route = getRouteApi("/shell/agents/$agentId");

export function AgentPage() {
  const { agentId } = route.useParams();
  const { isAdmin } = useActiveOrganization();
  // Another agent is another page: open dialogs and what was typed belong to the one before.
  return <Page>{isAdmin === false ? <AdminsOnly wholePage /> : <KnownAgent key={agentId} agentId={agentId} />}</Page>;
}

function KnownAgent({ agentId }: { agentId: string }) {
  const { data: agent, error, refetch } = useAgent(agentId);
  const [lastName, setLastName] = useState<string | null>(null);
  const name = agent?.name;
  useEffect(() => {
    if (name) setLastName(name);
  }, [name]);
  if (agent) return <AgentDetail agent={agent} />;
  if (agent === null || isUnknown(error)) return <AgentGone name={lastName} />;
  return (
    <>
      <PageHeader title="Agent" />
      {error ? <ErrorState title="The agent could not be loaded" error={error} onRetry={refetch} /> : <AgentSkeleton />}
    </>
  );
}

function AgentSkeleton() {
  return (
    <Loading label="Loading the agent">
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex flex-col gap-6">
          <Skeleton className="h-24 rounded-lg" />
          <Skeleton className="h-36 rounded-lg" />
          <Skeleton className="h-64 rounded-lg" />
        </div>
        <Skeleton className="h-72 rounded-lg" />
      </div>
    </Loading>
  );
}
