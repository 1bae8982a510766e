import { Link } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import type { Agent, AgentSetup, AgentSetupRequest } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { RelativeTime } from "@/ui/RelativeTime";
import { Sentence } from "@/ui/Sentence";
import { announce } from "@/ui/toast";
import { useSetUpAgent } from "./queries";
import { SetupBadge } from "./SetupBadge";

/** How far an agent's setup on its gateway is, what it waits for, and what a person can do about it. */
export function AgentSetupCard({ agent, setup }: { agent: Agent; setup: AgentSetup }) {
  const setUp = useSetUpAgent(agent.id);
  const [overwriting, setOverwriting] = useState(false);

  function ask(body: Partial<AgentSetupRequest>) {
    void announce(setUp.mutateAsync(body, { onSuccess: () => setOverwriting(false) }), {
      begun: `${agent.name} is set up again`,
      failed: `${agent.name} could not be set up again`,
    });
  }

  return (
    <section aria-labelledby="setup" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="setup" className="font-semibold">
          On gateway{" "}
          <Link
            to="/gateways/$gatewayId"
            params={{ gatewayId: agent.gateway_id }}
            className="underline-offset-2 hover:underline"
          >
            {setup.gateway_name}
          </Link>
        </h2>
        <SetupBadge phase={setup.phase} attempts={setup.attempts} />
        <Button size="sm" className="ml-auto" busy={setUp.isPending} onClick={() => ask({})}>
          <RefreshCw className="size-3.5" aria-hidden />
          Set up again
        </Button>
      </div>
      {/* When it is set up there is nothing to be said; and the state above may say the same. */}
      {setup.phase !== "ready" && setup.reason !== agent.status_reason && (
        <p className="wrap-anywhere">
          <Sentence text={setup.reason} />
        </p>
      )}
      <Attempts setup={setup} />
      {setup.conflicts.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-warn-tint px-3 py-2 text-sm text-warn">
          <p className="min-w-0 flex-1 basis-60">
            Edited on the gateway, and so left as they are: {setup.conflicts.join(", ")}.
          </p>
          <Button size="sm" onClick={() => setOverwriting(true)}>
            Replace them…
          </Button>
        </div>
      )}
      <Confirm
        open={overwriting}
        onOpenChange={setOverwriting}
        title={`Replace the edited files of ${agent.name}?`}
        action="Replace files"
        busy={setUp.isPending}
        onConfirm={() => ask({ overwrite: true })}
      >
        What was edited in {setup.conflicts.join(", ")} on the gateway is lost.
      </Confirm>
    </section>
  );
}

function Attempts({ setup }: { setup: AgentSetup }) {
  if (!setup.next_attempt_at && setup.attempts === 0) return null;
  return (
    <p className="text-sm text-muted">
      {setup.attempts > 0 && `Tried ${setup.attempts} ${setup.attempts === 1 ? "time" : "times"} in a row. `}
      {setup.next_attempt_at && (
        <>
          Next look <RelativeTime at={setup.next_attempt_at} />.
        </>
      )}
    </p>
  );
}
