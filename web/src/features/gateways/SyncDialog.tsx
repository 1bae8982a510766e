import { type FormEvent, useState } from "react";
import type { Gateway, GatewayAgent, GatewaySync } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Checkbox } from "@/ui/Checkbox";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";

interface Props {
  gateway: Gateway;
  agents: GatewayAgent[];
  onSync: (how: GatewaySync) => void;
  onClose: () => void;
}

/** What is to be compared with the gateway and written again. */
export function SyncDialog({ gateway, agents, onSync, onClose }: Props) {
  const [how, setHow] = useState<GatewaySync>({});
  const edited = agents.filter(({ conflicts }) => conflicts.length > 0).length;
  const change = (part: GatewaySync) => setHow({ ...how, ...part });

  function submit(event: FormEvent) {
    event.preventDefault();
    onSync(how);
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Bring the agents on ${gateway.name} up to date?`}
      description="Their files and settings are compared with what they are to have, and what differs is written. It wakes nobody who has called before."
    >
      <form onSubmit={submit}>
        <DialogBody>
          <div className="flex flex-col gap-3">
            <Checkbox
              label={`Replace what was edited on the gateway, too${edited > 0 ? ` (${edited} ${edited === 1 ? "agent" : "agents"})` : ""}`}
              checked={how.overwrite === true}
              onChange={(overwrite) => change({ overwrite })}
            />
            <Checkbox
              label="Give each a new token; the old one works until the new one is used"
              checked={how.rotate_tokens === true}
              onChange={(rotate_tokens) => change({ rotate_tokens })}
            />
            <Checkbox
              label="Begin their sessions anew: what was said in them is left behind"
              checked={how.reset_sessions === true}
              onChange={(reset_sessions) => change({ reset_sessions })}
            />
            <Checkbox
              label="Only the leads of boards"
              checked={how.lead_only === true}
              onChange={(lead_only) => change({ lead_only })}
            />
            <Checkbox
              label="Also the gateway’s main agent"
              checked={how.include_main !== false}
              onChange={(include_main) => change({ include_main })}
            />
          </div>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit">
            Bring up to date
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
