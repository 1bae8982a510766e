import { useNavigate } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input, Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useCreateBoard } from "./queries";
import { RuleSwitches } from "./RuleSwitches";
import { DEFAULT_RULES, type RuleSet } from "./rules";
import { slugify } from "./slug";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function CreateBoardDialog({ open, onOpenChange }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New board"
      description="A board holds the tasks of one undertaking, the agents that work on them, and the rules they keep."
    >
      <CreateForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function CreateForm({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [rules, setRules] = useState<RuleSet>(DEFAULT_RULES);
  const create = useCreateBoard();
  const navigate = useNavigate();

  function submit(event: FormEvent) {
    event.preventDefault();
    const body = { name: name.trim(), slug: slugify(name), description: description.trim(), board_type: "general" };
    const made = create.mutateAsync(
      { ...body, ...rules, goal_confirmed: false, approval_confidence_threshold: 80, max_agents: 1 },
      {
        onSuccess: (board) => {
          onDone();
          void navigate({ to: "/boards/$boardId", params: { boardId: board.id } });
        },
      },
    );
    void announce(made, { done: (board) => `${named(board.name)} is ready` });
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Name">
          {(control) => <Input {...control} autoFocus value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label="Description" hint="What the board is for; agents read it too.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <section aria-labelledby="new-board-rules">
          <h3 id="new-board-rules" className="font-medium">
            Rules
          </h3>
          <ApprovalNotice
            on={rules.require_approval_for_done}
            onSwitchOff={() => setRules({ ...rules, require_approval_for_done: false })}
          />
          <RuleSwitches rules={rules} onChange={(rule, on) => setRules({ ...rules, [rule]: on })} />
        </section>
        {create.error && <FormError>{errorMessage(create.error)}</FormError>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button variant="primary" type="submit" busy={create.isPending} disabled={!name.trim() || !description.trim()}>
          Create board
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Who switches it on should know before the board exists. */
function ApprovalNotice({ on, onSwitchOff }: { on: boolean; onSwitchOff: () => void }) {
  if (!on) return null;
  return (
    <div className="my-2 flex items-start gap-2.5 rounded-md bg-info-tint px-3 py-2 text-sm text-info">
      <ShieldCheck className="mt-0.5 size-4 shrink-0" aria-hidden />
      <p className="flex-1">
        With this rule on, a task is finished only once a person has approved it.{" "}
        <button type="button" onClick={onSwitchOff} className="font-medium underline underline-offset-2">
          Let agents finish tasks by themselves
        </button>
      </p>
    </div>
  );
}
