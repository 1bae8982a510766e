import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { FormError } from "@/ui/FormError";
import { SwitchRow } from "@/ui/Switch";
import { announce } from "@/ui/toast";
import { useBoards } from "../boards/queries";
import { type AgentDraft, AgentFields } from "./AgentFields";
import { withPace } from "./heartbeat";
import { useCreateAgent } from "./queries";

export interface IssuedToken {
  agentName: string;
  token: string;
}

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The board that is chosen at first. */
  boardId?: string;
  /** The agent exists; `token` is null when something else than a person hands it over. */
  onCreated: (agentName: string, token: string | null) => void;
}

export function NewAgentDialog({ open, onOpenChange, boardId, onCreated }: Props) {
  const { data: boards } = useBoards();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New agent"
      description="Any program that can make HTTP calls. It gets a token of its own, reports with it, and takes tasks."
    >
      {boards && boards.length === 0 ? (
        <BoardFirst />
      ) : (
        <NewAgentForm
          only={boards?.length === 1 ? boards[0]?.id : undefined}
          boardId={boardId}
          onCancel={() => onOpenChange(false)}
          onCreated={onCreated}
        />
      )}
    </Dialog>
  );
}

function BoardFirst() {
  return (
    <DialogBody>
      <p>An agent works on the tasks of a board, and there is no board yet.</p>
      <Button asChild variant="primary" className="self-start">
        <Link to="/boards" search={{ new: true }}>
          Make a board first
        </Link>
      </Button>
    </DialogBody>
  );
}

interface FormProps extends Pick<Props, "boardId" | "onCreated"> {
  /** The board, where there is one alone. */
  only: string | undefined;
  onCancel: () => void;
}

function NewAgentForm({ only, boardId, onCancel, onCreated }: FormProps) {
  const [draft, setDraft] = useState<AgentDraft>({ name: "", boardId: boardId ?? "", pace: "", model: "" });
  const [lead, setLead] = useState(false);
  const create = useCreateAgent();
  const chosen = draft.boardId || (only ?? "");

  function submit(event: FormEvent) {
    event.preventDefault();
    const made = create.mutateAsync({
      name: draft.name.trim(),
      board_id: chosen,
      is_board_lead: lead,
      heartbeat_config: withPace(null, draft.pace),
      model: draft.model || null,
      status: "provisioning",
    });
    // The token is shown once: also to who closed the dialog before the answer came.
    void announce(made.then(({ name, token }) => onCreated(name, token)));
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <AgentFields draft={{ ...draft, boardId: chosen }} onChange={(change) => setDraft({ ...draft, ...change })} />
        <SwitchRow
          label="Board lead"
          description="May hand out tasks, make agents and decide on the board. A board has at most one."
          checked={lead}
          onChange={setLead}
        />
        {create.error && <FormError>{errorMessage(create.error)}</FormError>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button variant="primary" type="submit" busy={create.isPending} disabled={!draft.name.trim() || !chosen}>
          Create agent
        </Button>
      </DialogFooter>
    </form>
  );
}
