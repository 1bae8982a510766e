import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Agent, BoardSnapshot } from "@/lib/api/types";
import { keys } from "@/lib/queryKeys";
import { Confirm } from "@/ui/Confirm";
import { announce } from "@/ui/toast";
import { useDeleteAgent } from "./queries";
import { fateOfTasks } from "./work";

interface Props {
  agent: Agent;
  onClose: () => void;
}

export function DeleteAgent({ agent, onClose }: Props) {
  const remove = useDeleteAgent(agent.id);
  const navigate = useNavigate();
  const board = useQueryClient().getQueryData<BoardSnapshot>(keys.snapshot(agent.board_id ?? ""));

  // Awaited rather than given as callbacks: the page behind turns to "deleted" and takes this dialog away with it.
  async function confirm() {
    const words = { done: `${agent.name} was deleted`, failed: `${agent.name} was not deleted` };
    if (await announce(remove.mutateAsync(), words)) await navigate({ to: "/agents" });
    else onClose();
  }

  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${agent.name}?`}
      action="Delete agent"
      busy={remove.isPending}
      onConfirm={() => void confirm()}
    >
      <p>{fateOfTasks(board?.tasks, agent.id)}</p>
      {agent.adopted_as ? (
        <p className="mt-2 wrap-anywhere">
          On its gateway it stays as “{agent.adopted_as}”, with its files and its folder: only Mission Control's section
          is taken out of its AGENTS.md. Its token stops working at once.
        </p>
      ) : (
        <p className="mt-2">Its token stops working at once. This cannot be undone.</p>
      )}
    </Confirm>
  );
}
