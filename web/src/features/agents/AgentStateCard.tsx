import { KeyRound } from "lucide-react";
import type { Agent } from "@/lib/api/types";
import { CommandLine } from "@/ui/CommandLine";
import { Sentence } from "@/ui/Sentence";
import { LastEvidence } from "./AgentParts";
import { firstCalls } from "./firstCalls";
import { StateBadge } from "./StateBadge";

/** The state with its reason, and what would change it. */
export function AgentStateCard({ agent }: { agent: Agent }) {
  return (
    <section aria-label="State" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateBadge agent={agent} />
        <span className="text-sm text-muted">
          Last seen <LastEvidence agent={agent} />
        </span>
      </div>
      <p className="wrap-anywhere">
        <Sentence text={agent.status_reason} />
      </p>
      {agent.connection === "direct" && <WayBack agent={agent} />}
      {agent.token_rotation_pending && <RotationNotice />}
      {!agent.has_token && agent.connection === "direct" && <NoToken agent={agent} />}
    </section>
  );
}

/** Any call of the agent brings it back, so the shortest one is shown while it is missing. */
function WayBack({ agent }: { agent: Agent }) {
  if (agent.status !== "offline" && agent.status !== "provisioning") return null;
  const [call] = firstCalls(window.location.origin, "TOKEN");
  if (!call) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-sm text-muted">
        It turns online with its next call. To try it by hand, with its token in place of TOKEN:
      </p>
      <CommandLine label="A call as this agent" command={call.command} />
    </div>
  );
}

function RotationNotice() {
  return (
    <div className="flex gap-2.5 rounded-md bg-warn-tint px-3 py-2 text-sm text-warn">
      <KeyRound className="mt-0.5 size-4 shrink-0" aria-hidden />
      <p>
        A new token was issued and has not been used yet. The old one works until the agent makes its first call with
        the new one, or until its grace time is over.
      </p>
    </div>
  );
}

function NoToken({ agent }: { agent: Agent }) {
  return (
    <div className="flex gap-2.5 rounded-md bg-warn-tint px-3 py-2 text-sm text-warn">
      <KeyRound className="mt-0.5 size-4 shrink-0" aria-hidden />
      <p>{agent.name} has no token, so it cannot make a call. Rotate the token to give it one.</p>
    </div>
  );
}
