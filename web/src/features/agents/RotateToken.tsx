import { useState } from "react";
import type { Agent } from "@/lib/api/types";
import { Confirm } from "@/ui/Confirm";
import { announce, toast } from "@/ui/toast";
import { useRotateToken } from "./queries";
import { TokenDialog } from "./TokenDialog";

interface Props {
  agent: Agent;
  onClose: () => void;
}

/** Asks, rotates, and shows the new token once. */
export function RotateToken({ agent, onClose }: Props) {
  const rotate = useRotateToken(agent.id);
  const [token, setToken] = useState<string | null>(null);
  // As it was before: the answer already says that a rotation is pending.
  const [hadToken] = useState(agent.has_token);

  function take({ token: made }: { token: string | null }) {
    if (made) return setToken(made);
    toast(`${agent.name} is given a new token on its gateway`);
    onClose();
  }

  const confirm = () => announce(rotate.mutateAsync().then(take), { failed: `${agent.name} keeps its token` });

  if (token) {
    return (
      <TokenDialog
        issued={{ agentName: agent.name, token }}
        title={`New token for ${agent.name}`}
        note={
          hadToken &&
          "The old token works until the agent makes its first call with this one, or until its grace time is over."
        }
        onClose={onClose}
      />
    );
  }
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Rotate the token of ${agent.name}?`}
      action="Rotate token"
      danger={false}
      busy={rotate.isPending}
      onConfirm={confirm}
    >
      <p>
        {agent.connection === "gateway"
          ? "It is given a new token on its gateway. The old one keeps working until the new one has been used."
          : "You get a new token, shown once. The old one keeps working until the agent has used the new one, or until a grace time is over, so nothing stops in between."}
      </p>
      {agent.token_rotation_pending && (
        <p className="mt-2">The token that was issued before and never used ends at once.</p>
      )}
    </Confirm>
  );
}
