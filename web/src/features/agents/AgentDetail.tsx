import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { Agent } from "@/lib/api/types";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { PageHeader } from "@/ui/PageHeader";
import { Feed } from "../activity/Feed";
import { useBoards } from "../boards/queries";
import { PausedNotice } from "../pausing/PausedNotice";
import { SoulCard } from "../souls/SoulCard";
import { AgentActions } from "./AgentActions";
import { AgentFacts } from "./AgentFacts";
import { AgentSetupCard } from "./AgentSetupCard";
import { AgentStateCard } from "./AgentStateCard";
import { AgentTasks } from "./AgentTasks";
import { AgentWorkspace } from "./AgentWorkspace";
import { OnItsOwnCard } from "./OnItsOwnCard";
import { stateOf } from "./state";

export function AgentDetail({ agent }: { agent: Agent }) {
  const { data: boards } = useBoards();
  const board = boards?.find(({ id }) => id === agent.board_id);
  return (
    <>
      <Button asChild variant="ghost" size="sm" className="-ml-2 mb-1">
        <Link to="/agents">
          <ArrowLeft className="size-4" aria-hidden />
          Agents
        </Link>
      </Button>
      <PageHeader
        title={agent.name}
        leading={<Avatar name={agent.name} presence={stateOf(agent).presence} />}
        description={roleOf(agent)}
        actions={<AgentActions agent={agent} />}
      />
      <PausedNotice on={{ scope: "agent", id: agent.id, name: agent.name }} pauses={agent.pauses} className="mb-6" />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <AgentStateCard agent={agent} />
          <OnItsOwnCard agent={agent} />
          {agent.setup && <AgentSetupCard agent={agent} setup={agent.setup} />}
          {agent.setup && agent.openclaw_session_id && (
            <AgentWorkspace agent={agent} sessionKey={agent.openclaw_session_id} />
          )}
          <SoulCard agent={agent} />
          {agent.board_id && <AgentTasks agent={agent} boardId={agent.board_id} />}
        </div>
        <AgentFacts agent={agent} board={board} />
        <section aria-labelledby="timeline" className="min-w-0">
          <h2 id="timeline" className="mb-2 font-semibold">
            Timeline
          </h2>
          <Feed filter={{ agent_id: agent.id }} heading="h3" empty={<NothingYet name={agent.name} />} />
        </section>
      </div>
    </>
  );
}

function roleOf(agent: Agent) {
  if (agent.is_gateway_main) return <Badge>Gateway main</Badge>;
  return agent.is_board_lead ? <Badge>Board lead</Badge> : null;
}

function NothingYet({ name }: { name: string }) {
  return (
    <p className="rounded-lg border bg-surface px-4 py-6 text-center text-muted">
      {name} has not done anything yet. What it does is listed here as it happens.
    </p>
  );
}
