import { type FormEvent, useState } from "react";
import { ApiError, errorMessage } from "@/lib/api/errors";
import type { DiscoveredAgent, Gateway } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { Select } from "@/ui/Select";
import { SwitchRow } from "@/ui/Switch";
import { announce } from "@/ui/toast";
import { useBoards } from "../boards/queries";
import { useAdoptAgent } from "./queries";

interface Props {
  gateway: Gateway;
  found: DiscoveredAgent;
  onClose: () => void;
}

/** Which board an agent that lives on a gateway is to work for, and as what. */
export function AdoptDialog({ gateway, found, onClose }: Props) {
  const boards = useBoards();
  const onIt = boards.data?.filter(({ gateway_id }) => gateway_id === gateway.id);
  const [name, setName] = useState(found.name);
  const [boardId, setBoardId] = useState("");
  const [lead, setLead] = useState(false);
  const [takeOver, setTakeOver] = useState(false);
  const adopt = useAdoptAgent(gateway.id, found.runtime_id);
  const board = boardId || (onIt?.length === 1 ? (onIt[0]?.id ?? "") : "");
  const isTaken = adopt.error instanceof ApiError && adopt.error.code === "agent_taken";

  function submit(event: FormEvent) {
    event.preventDefault();
    const body = { board_id: board, name: name.trim(), is_board_lead: lead, take_over: takeOver };
    void announce(adopt.mutateAsync(body, { onSuccess: onClose }), {
      done: (agent) => `${agent.name} is adopted, and is woken next`,
    });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Adopt ${found.name}`}
      description="It keeps its id, its folder, its model and its files. One section is added to its AGENTS.md: how it works for Mission Control, with its token."
    >
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <DialogBody>
          <Loaded
            query={{ ...boards, data: onIt }}
            what="boards"
            skeleton="h-20"
            empty="No board is on this gateway yet: choose it in a board's settings first."
          >
            {(there) => (
              <Field label="Board" hint={`Boards on ${gateway.name}: it takes tasks of this one.`}>
                {(control) => (
                  <Select {...control} value={board} onChange={({ target }) => setBoardId(target.value)}>
                    {board === "" && <option value="">Choose a board…</option>}
                    {there.map(({ id, name: called }) => (
                      <option key={id} value={id}>
                        {named(called)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
          </Loaded>
          <Field label="Name" hint="How people and other agents call it here; on the gateway nothing changes.">
            {(control) => <Input {...control} value={name} onChange={({ target }) => setName(target.value)} />}
          </Field>
          <SwitchRow
            label="Board lead"
            description="May hand out tasks, make agents and decide on the board. A board has at most one."
            checked={lead}
            onChange={setLead}
          />
          {adopt.error && <FormError>{errorMessage(adopt.error)}</FormError>}
          {isTaken && (
            <SwitchRow
              label="Take it over"
              description="Only if that Mission Control is gone: its section in AGENTS.md is replaced by ours."
              checked={takeOver}
              onChange={setTakeOver}
            />
          )}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" busy={adopt.isPending} disabled={!name.trim() || !board}>
            Adopt agent
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
