import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Agent } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { FormError } from "@/ui/FormError";
import { announce } from "@/ui/toast";
import { type AgentDraft, AgentFields } from "./AgentFields";
import { changeOf } from "./change";
import { paceOf } from "./heartbeat";
import { useUpdateAgent } from "./queries";

interface Props {
  agent: Agent;
  onClose: () => void;
}

export function EditAgentDialog({ agent, onClose }: Props) {
  const [draft, setDraft] = useState<AgentDraft>({
    name: agent.name,
    boardId: agent.board_id ?? "",
    pace: paceOf(agent),
    model: agent.model ?? "",
  });
  const update = useUpdateAgent(agent.id);
  const change = changeOf(agent, draft);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!change) return onClose();
    void announce(update.mutateAsync(change, { onSuccess: onClose }), { done: ({ name }) => `${name} was saved` });
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Edit ${agent.name}`}>
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <DialogBody>
          <AgentFields draft={draft} onChange={(next) => setDraft({ ...draft, ...next })} />
          {change?.board_id && agent.board_id && (
            <p className="rounded-md bg-warn-tint px-3 py-2 text-sm text-warn">
              It leaves its work behind: tasks that it has begun go back to the inbox of the board that it leaves, and
              others lose their assignee.
            </p>
          )}
          {update.error && <FormError>{errorMessage(update.error)}</FormError>}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" busy={update.isPending} disabled={!draft.name.trim() || !change}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
