import type { Agent, TaskCard } from "@/lib/api/types";
import { Sentence } from "@/ui/Sentence";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { Table, Td, Th } from "@/ui/Table";
import type { SessionLook } from "../sessions/transcript";
import { AgentName, CurrentTask, GatewayLink, LastEvidence, SessionLink, WorkingSince } from "./AgentParts";
import type { Deed } from "./deeds";
import { RowMenu } from "./RowMenu";
import { StateBadge } from "./StateBadge";

export interface AgentListProps {
  agents: Agent[];
  boardNames: Map<string, string>;
  workOf: (agent: Agent) => TaskCard[] | undefined;
  /** How an agent's session is, as far as its gateway has told. */
  lookOf: (agent: Agent) => SessionLook | undefined;
  onDeed: (agent: Agent, deed: Deed) => void;
}

export function AgentTable({ agents, boardNames, workOf, lookOf, onDeed }: AgentListProps) {
  return (
    <div className="hidden lg:block">
      <Table className="table-fixed">
        <thead>
          <tr>
            <Th className="w-[19%]">Agent</Th>
            <Th className="w-[24%]">State</Th>
            <Th className="w-[14%]">Board, gateway</Th>
            <Th>Works on</Th>
            <Th className="w-26">Session</Th>
            <Th className="w-24 text-right">Last seen</Th>
            <Th className="w-12">
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <tr key={agent.id} data-agent={agent.id} className="relative hover:bg-hover">
              <Td>
                <AgentName agent={agent} />
              </Td>
              <Td className="py-2">
                <StateBadge agent={agent} />
                <p className="mt-0.5 line-clamp-2 text-sm text-muted">
                  <Sentence text={agent.status_reason} />
                </p>
              </Td>
              <Td>
                <span className="block truncate" title={boardName(agent, boardNames)}>
                  {boardName(agent, boardNames)}
                </span>
                <GatewayLink agent={agent} />
              </Td>
              <Td>
                <CurrentTask agent={agent} work={workOf(agent)} />
                <WorkingSince agent={agent} />
              </Td>
              <Td>
                <SessionLink agent={agent} look={lookOf(agent)} />
              </Td>
              <Td className="text-right text-muted">
                <LastEvidence agent={agent} />
              </Td>
              <Td className="px-1">
                <RowMenu agent={agent} onDeed={(deed) => onDeed(agent, deed)} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

export function AgentCards({ agents, boardNames, workOf, lookOf, onDeed }: AgentListProps) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2 lg:hidden">
      {agents.map((agent) => (
        <li
          key={agent.id}
          data-agent={agent.id}
          className="relative flex min-w-0 flex-col gap-2 rounded-lg border bg-surface p-3"
        >
          <div className="flex items-center justify-between gap-2">
            <AgentName agent={agent} />
            <span className="flex shrink-0 items-center gap-1">
              <StateBadge agent={agent} />
              <RowMenu agent={agent} onDeed={(deed) => onDeed(agent, deed)} />
            </span>
          </div>
          <p className="text-sm text-muted">
            <Sentence text={agent.status_reason} />
          </p>
          <div>
            <CurrentTask agent={agent} work={workOf(agent)} />
            <WorkingSince agent={agent} />
          </div>
          <div className="mt-auto flex items-end justify-between gap-3 text-sm text-muted">
            <div className="min-w-0">
              <span className="block truncate">{boardName(agent, boardNames)}</span>
              <GatewayLink agent={agent} />
            </div>
            <div className="min-w-0 shrink-0 text-right">
              <SessionLink agent={agent} look={lookOf(agent)} />
              <span>
                Seen <LastEvidence agent={agent} />
              </span>
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

export function AgentListSkeleton() {
  return (
    <Loading label="Loading agents" className="rounded-lg border bg-surface">
      {["a", "b", "c", "d", "e"].map((row) => (
        <div key={row} className="flex items-center gap-4 border-b px-3 py-3 last:border-b-0">
          <Skeleton className="size-7 rounded-full" />
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-5 w-20" />
          <Skeleton className="ml-auto h-4 w-40 max-sm:hidden" />
        </div>
      ))}
    </Loading>
  );
}

function boardName({ board_id }: Agent, names: Map<string, string>): string {
  return board_id ? (names.get(board_id) ?? "…") : "No board";
}
