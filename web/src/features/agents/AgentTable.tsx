import type { Agent, TaskCard } from "@/lib/api/types";
import { Sentence } from "@/ui/Sentence";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { Table, Td, Th } from "@/ui/Table";
import { AgentName, CurrentTask, LastEvidence } from "./AgentParts";
import { StateBadge } from "./StateBadge";

export interface AgentListProps {
  agents: Agent[];
  boardNames: Map<string, string>;
  workOf: (agent: Agent) => TaskCard[] | undefined;
}

export function AgentTable({ agents, boardNames, workOf }: AgentListProps) {
  return (
    <div className="hidden lg:block">
      <Table className="table-fixed">
        <thead>
          <tr>
            <Th className="w-[20%]">Agent</Th>
            <Th className="w-[28%]">State</Th>
            <Th className="w-[18%]">Board</Th>
            <Th>Works on</Th>
            <Th className="w-28 text-right">Last seen</Th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <tr key={agent.id} className="relative hover:bg-hover">
              <Td>
                <AgentName agent={agent} />
              </Td>
              <Td className="py-2">
                <StateBadge agent={agent} />
                <p className="mt-0.5 line-clamp-2 text-sm text-muted">
                  <Sentence text={agent.status_reason} />
                </p>
              </Td>
              <Td className="truncate" title={boardName(agent, boardNames)}>
                {boardName(agent, boardNames)}
              </Td>
              <Td>
                <CurrentTask work={workOf(agent)} />
              </Td>
              <Td className="text-right text-muted">
                <LastEvidence agent={agent} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

export function AgentCards({ agents, boardNames, workOf }: AgentListProps) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2 lg:hidden">
      {agents.map((agent) => (
        <li key={agent.id} className="relative flex min-w-0 flex-col gap-2 rounded-lg border bg-surface p-3">
          <div className="flex items-center justify-between gap-2">
            <AgentName agent={agent} />
            <StateBadge agent={agent} />
          </div>
          <p className="text-sm text-muted">
            <Sentence text={agent.status_reason} />
          </p>
          <CurrentTask work={workOf(agent)} />
          <p className="mt-auto flex justify-between gap-3 text-sm text-muted">
            <span className="truncate">{boardName(agent, boardNames)}</span>
            <span className="shrink-0">
              Seen <LastEvidence agent={agent} />
            </span>
          </p>
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
