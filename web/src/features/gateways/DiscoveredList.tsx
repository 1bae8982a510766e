import { Link } from "@tanstack/react-router";
import { Bot } from "lucide-react";
import { useState } from "react";
import type { DiscoveredAgent, Gateway } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { AdoptDialog } from "./AdoptDialog";
import { NotListedYet } from "./NotListedYet";
import { useDiscoveredAgents } from "./queries";

/**
 * Everybody on a gateway, as the gateway itself tells it. Those that are not in Mission Control can be adopted, and stay
 * as they are.
 */
export function DiscoveredList({ gateway }: { gateway: Gateway }) {
  const [chosen, setChosen] = useState<DiscoveredAgent | null>(null);
  const { data, error, refetch } = useDiscoveredAgents(gateway.id);
  const list = useListKeys<HTMLUListElement>("agent");
  if (!data) return <NotListedYet error={error} onRetry={refetch} />;
  if (data.length === 0) {
    return (
      <EmptyState icon={Bot} title="Nobody is there">
        Agents that a team makes on the gateway itself are found here.
      </EmptyState>
    );
  }
  // Those that something can be done about come first.
  const rows = [...data].sort((one, other) => rank(one) - rank(other));
  return (
    <>
      <ul ref={list} aria-label="Agents found" className="rounded-lg border bg-surface">
        {rows.map((agent) => (
          <Row key={agent.runtime_id} agent={agent} onAdopt={() => setChosen(agent)} />
        ))}
      </ul>
      {chosen && <AdoptDialog gateway={gateway} found={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

const RANKS: Record<DiscoveredAgent["standing"], number> = { free: 0, ours: 1, taken: 2 };
const rank = ({ standing }: DiscoveredAgent) => RANKS[standing];

function Row({ agent, onAdopt }: { agent: DiscoveredAgent; onAdopt: () => void }) {
  const about = [agent.runtime_id !== agent.name && agent.runtime_id, agent.workspace, agent.model];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{agent.name}</span>
          {agent.is_default && <Badge>Default</Badge>}
        </p>
        <p className="font-mono text-xs text-muted wrap-anywhere">{about.filter(Boolean).join(" · ")}</p>
      </div>
      <Standing agent={agent} onAdopt={onAdopt} />
    </li>
  );
}

function Standing({ agent, onAdopt }: { agent: DiscoveredAgent; onAdopt: () => void }) {
  if (agent.standing === "free") {
    return (
      <Button size="sm" data-row aria-label={`Adopt ${agent.name}`} onClick={onAdopt}>
        Adopt
      </Button>
    );
  }
  if (agent.standing === "taken") return <span className="text-sm text-muted">Another Mission Control's</span>;
  if (!agent.agent_id) return <span className="text-sm text-muted">In Mission Control</span>;
  return (
    <Link
      to="/agents/$agentId"
      params={{ agentId: agent.agent_id }}
      data-row
      className="min-h-6 text-sm leading-6 wrap-anywhere hover:underline"
    >
      Here as {agent.agent_name}
    </Link>
  );
}
