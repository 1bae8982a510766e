import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Board } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useDeleteBoard } from "../queries";
import { SettingsCard } from "./SettingsCard";

interface Props {
  board: Board;
  taskCount: number;
  agentCount: number;
}

export function DeleteBoard({ board, taskCount, agentCount }: Props) {
  const [asking, setAsking] = useState(false);
  const losses = [count(taskCount, "task"), count(agentCount, "agent")].filter(Boolean).join(" and ");
  return (
    <SettingsCard
      title="Delete this board"
      description={`The board goes${losses ? ` with its ${losses}` : ""}, all comments and the history. This cannot be undone.`}
    >
      <Button variant="danger" onClick={() => setAsking(true)}>
        <Trash2 className="size-4" aria-hidden />
        Delete board…
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${named(board.name)}?`}
        description={losses ? `${losses} will be gone.` : "It has no tasks and no agents."}
      >
        <ConfirmForm board={board} onCancel={() => setAsking(false)} />
      </Dialog>
    </SettingsCard>
  );
}

function ConfirmForm({ board, onCancel }: { board: Board; onCancel: () => void }) {
  const [typed, setTyped] = useState("");
  const remove = useDeleteBoard(board.id);
  const navigate = useNavigate();
  const matches = typed.trim() === named(board.name);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!matches) return;
    const words = { done: `${named(board.name)} was deleted`, failed: "The board could not be deleted" };
    if (await announce(remove.mutateAsync(), words)) await navigate({ to: "/boards" });
  }

  return (
    <form onSubmit={submit}>
      <DialogBody>
        <Field label={`Type “${named(board.name)}” to confirm`}>
          {(control) => (
            <Input {...control} autoFocus value={typed} onChange={({ target }) => setTyped(target.value)} />
          )}
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="danger" busy={remove.isPending} disabled={!matches}>
          Delete board
        </Button>
      </DialogFooter>
    </form>
  );
}

function count(amount: number, what: string): string {
  if (amount === 0) return "";
  return amount === 1 ? `one ${what}` : `${amount} ${what}s`;
}
