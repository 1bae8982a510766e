import { useState } from "react";
import type { Agent } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { announce } from "@/ui/toast";
import { useGateways } from "../gateways/queries";
import { useSetUpAgent } from "./queries";

/** Of an agent that lives on a gateway without having been set up there from here, as those that were brought over. */
export function OnItsOwnCard({ agent }: { agent: Agent }) {
  const { data: gateways } = useGateways(agent.connection === "direct");
  const gateway = gateways?.find(({ id }) => id === agent.gateway_id);
  const setUp = useSetUpAgent(agent.id);
  const [asking, setAsking] = useState(false);
  if (!gateway || agent.connection !== "direct") return null;

  function take() {
    void announce(setUp.mutateAsync({}, { onSuccess: () => setAsking(false) }), {
      begun: `${agent.name} is being set up on ${gateway?.name}`,
      failed: `${agent.name} could not be set up`,
    });
  }

  return (
    <section aria-labelledby="own" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <h2 id="own" className="font-semibold">
        On gateway {gateway.name}, by itself
      </h2>
      <p>
        {agent.name} works as it did before it was known here: Mission Control neither writes its files nor wakes it.
        Set it up when nobody else does.
      </p>
      <Button className="w-fit" onClick={() => setAsking(true)}>
        Set up here…
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Set up ${agent.name} on ${gateway.name}?`}
        action="Set up"
        busy={setUp.isPending}
        onConfirm={take}
      >
        AGENTS.md, SOUL.md, IDENTITY.md and USER.md in its folder are replaced, and it is given a new token. The former
        one works until the new one has been used.
      </Confirm>
    </section>
  );
}
