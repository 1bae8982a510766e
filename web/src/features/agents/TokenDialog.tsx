import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/ui/Button";
import { CommandLine } from "@/ui/CommandLine";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { firstCalls } from "./firstCalls";
import type { IssuedToken } from "./NewAgentDialog";

interface Props {
  issued: IssuedToken | null;
  title: string;
  /** What else there is to know, such as how long an older token lasts. */
  note?: ReactNode;
  onClose: () => void;
}

/** The only moment at which a token can be read, so it does not close by accident. */
export function TokenDialog({ issued, title, note, onClose }: Props) {
  if (!issued) return null;
  return (
    <Dialog open sticky onOpenChange={onClose} title={title} className="sm:max-w-2xl">
      <DialogBody>
        <div className="flex gap-3 rounded-md bg-warn-tint px-3 py-2 text-warn">
          <KeyRound className="mt-0.5 size-4 shrink-0" aria-hidden />
          <p>
            <strong className="font-semibold">Copy the token now: it is shown only once.</strong> We keep no readable
            copy. If it is lost, rotate the token on the agent’s page.
          </p>
        </div>
        <section className="flex flex-col gap-1.5">
          <h3 className="text-sm font-medium">Token of {issued.agentName}</h3>
          <CommandLine label={`Token of ${issued.agentName}`} command={issued.token} />
          {note && <p className="text-sm text-muted">{note}</p>}
        </section>
        {firstCalls(window.location.origin, issued.token).map((call) => (
          <section key={call.title} className="flex flex-col gap-1.5">
            <h3 className="text-sm font-medium">{call.title}</h3>
            <CommandLine label={call.title} command={call.command} />
            <p className="text-sm text-muted">{call.note}</p>
          </section>
        ))}
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          I have kept the token
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
