import { Link } from "@tanstack/react-router";
import type { Agent, Board } from "@/lib/api/types";
import { CopiedId, Fact, Facts } from "@/ui/Fact";
import { RelativeTime } from "@/ui/RelativeTime";
import { LastEvidence } from "./AgentParts";
import { paceLabel, paceOf } from "./heartbeat";

export function AgentFacts({ agent, board }: { agent: Agent; board: Board | undefined }) {
  return (
    <section aria-labelledby="details" className="rounded-lg border bg-surface p-4 lg:row-span-2">
      <h2 id="details" className="mb-2 font-semibold">
        Details
      </h2>
      <Facts>
        <Fact name="Board">
          {agent.board_id ? (
            <Link
              to="/boards/$boardId"
              params={{ boardId: agent.board_id }}
              className="inline-block min-h-6 leading-6 wrap-anywhere text-accent-text hover:underline"
            >
              {board?.name ?? "Open the board"}
            </Link>
          ) : (
            "None: it works for the whole gateway"
          )}
        </Fact>
        <Fact name="Role">{roleOf(agent)}</Fact>
        <Fact name="Connection">
          {agent.connection === "direct" ? (
            "Calls this server itself"
          ) : (
            <>
              Run by gateway{" "}
              <Link
                to="/gateways/$gatewayId"
                params={{ gatewayId: agent.gateway_id }}
                className="inline-block min-h-6 leading-6 wrap-anywhere text-accent-text hover:underline"
              >
                {agent.setup?.gateway_name ?? "Open it"}
              </Link>
            </>
          )}
        </Fact>
        {agent.adopted_as && (
          <Fact name="Adopted">
            <span className="wrap-anywhere">It lives there as “{agent.adopted_as}”, with files of its own</span>
          </Fact>
        )}
        {agent.connection === "gateway" && (
          <Fact name="Model">
            <span className="wrap-anywhere">{agent.model ?? "As the gateway chooses"}</span>
          </Fact>
        )}
        <Fact name="Heartbeat">{paceLabel(paceOf(agent))}</Fact>
        <Fact name="Token">{tokenState(agent)}</Fact>
        <Fact name="Last seen">
          <LastEvidence agent={agent} />
        </Fact>
        <Fact name="Created">
          <RelativeTime at={agent.created_at} />
        </Fact>
        <Fact name="Id">
          <CopiedId text={agent.id} label="Copy the agent’s id" />
        </Fact>
      </Facts>
    </section>
  );
}

function roleOf(agent: Agent): string {
  if (agent.is_gateway_main) return "Main agent of its gateway";
  return agent.is_board_lead ? "Lead of its board" : "Worker";
}

function tokenState(agent: Agent): string {
  if (!agent.has_token) return "None";
  return agent.token_rotation_pending ? "In use, a new one waits for its first call" : "Issued";
}
