import { Bot, Laptop, MessagesSquare, Pause, Pencil, ScrollText, Stethoscope, Trash2 } from "lucide-react";
import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { CommandLine } from "@/ui/CommandLine";
import { RelativeTime } from "@/ui/RelativeTime";
import { PausedBadge } from "../pausing/PausedBadge";
import { PausedNotice } from "../pausing/PausedNotice";
import { usePausing } from "../pausing/usePausing";
import { ApproveOwn } from "./ApproveOwn";
import { DeleteGateway } from "./DeleteGateway";
import { DevicesPanel } from "./DevicesPanel";
import { DiscoveredPanel } from "./DiscoveredPanel";
import { Findings } from "./Findings";
import { GatewayAgents } from "./GatewayAgents";
import { LogPanel } from "./LogPanel";
import { useExamine } from "./queries";
import { SessionsPanel } from "./SessionsPanel";
import { stateOf } from "./state";

interface Props {
  gateway: Gateway;
  onEdit: () => void;
}

export function GatewayRow({ gateway, onEdit }: Props) {
  const examine = useExamine(gateway.id);
  return (
    <li className="flex flex-col gap-2 border-b px-4 py-(--pad) last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-2">
            <button
              type="button"
              data-row
              onClick={onEdit}
              className="text-left font-medium wrap-anywhere hover:underline"
            >
              {gateway.name}
            </button>
            <StateBadge gateway={gateway} />
            {gateway.pauses.length > 0 && <PausedBadge />}
          </p>
          <p className="font-mono text-sm text-muted wrap-anywhere">{gateway.url}</p>
          <State gateway={gateway} />
        </div>
        <Actions gateway={gateway} onEdit={onEdit} onExamine={() => examine.mutate()} examining={examine.isPending} />
      </div>
      <PausedNotice on={{ scope: "gateway", id: gateway.id, name: gateway.name }} pauses={gateway.pauses} />
      {gateway.status_command && (
        <CommandLine label={`the command that approves ${gateway.name}`} command={gateway.status_command} />
      )}
      {gateway.status === "pairing_required" && <ApproveOwn gateway={gateway} />}
      <GatewayAgents gateway={gateway} />
      <Insights gateway={gateway} />
      {examine.data && <Findings diagnosis={examine.data} />}
      {examine.error && (
        <p role="alert" className="text-sm text-bad">
          {errorMessage(examine.error)}
        </p>
      )}
    </li>
  );
}

/** What goes on there. Both are asked of the gateway itself. */
function Insights({ gateway }: { gateway: Gateway }) {
  const [open, setOpen] = useState<"agents" | "devices" | "sessions" | "log" | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" aria-label={`Find agents on ${gateway.name}`} onClick={() => setOpen("agents")}>
        <Bot className="size-3.5" aria-hidden />
        Find agents
      </Button>
      <Button size="sm" aria-label={`Sessions on ${gateway.name}`} onClick={() => setOpen("sessions")}>
        <MessagesSquare className="size-3.5" aria-hidden />
        Sessions
      </Button>
      <Button size="sm" aria-label={`Log of ${gateway.name}`} onClick={() => setOpen("log")}>
        <ScrollText className="size-3.5" aria-hidden />
        Log
      </Button>
      <Button size="sm" aria-label={`Devices that ask ${gateway.name}`} onClick={() => setOpen("devices")}>
        <Laptop className="size-3.5" aria-hidden />
        Devices
      </Button>
      {open === "devices" && <DevicesPanel gateway={gateway} onClose={close} />}
      {open === "agents" && <DiscoveredPanel gateway={gateway} onClose={close} />}
      {open === "sessions" && <SessionsPanel gateway={gateway} onClose={close} />}
      {open === "log" && <LogPanel gateway={gateway} onClose={close} />}
    </div>
  );
}

function StateBadge({ gateway }: { gateway: Gateway }) {
  const { label, tone } = stateOf(gateway);
  return <Badge tone={tone}>{label}</Badge>;
}

function State({ gateway }: { gateway: Gateway }) {
  if (gateway.status === "connected") {
    return (
      <p className="text-sm text-muted">
        {gateway.server_version ? `OpenClaw ${gateway.server_version}` : "Version unknown"}, since{" "}
        <RelativeTime at={gateway.status_since} />
      </p>
    );
  }
  return (
    <div className="text-sm wrap-anywhere">
      <p>
        {gateway.status_reason}{" "}
        <span className="text-muted">
          Since <RelativeTime at={gateway.status_since} />.
        </span>
      </p>
      {gateway.status_cure && <p className="text-muted">{gateway.status_cure}</p>}
    </div>
  );
}

interface ActionProps extends Props {
  onExamine: () => void;
  examining: boolean;
}

function Actions({ gateway, onEdit, onExamine, examining }: ActionProps) {
  const [deleting, setDeleting] = useState(false);
  const isPaused = gateway.paused_at !== null;
  const pausing = usePausing({ scope: "gateway", id: gateway.id, name: gateway.name }, isPaused);
  return (
    <div className="flex items-center gap-1">
      <Button size="sm" busy={examining} onClick={onExamine} aria-label={`Examine ${gateway.name}`}>
        <Stethoscope className="size-3.5" aria-hidden />
        Examine
      </Button>
      {!isPaused && (
        <Button variant="ghost" size="icon-sm" aria-label={`Pause ${gateway.name}`} onClick={pausing.toggle}>
          <Pause className="size-4" aria-hidden />
        </Button>
      )}
      {pausing.dialog}
      <Button variant="ghost" size="icon-sm" aria-label={`Edit ${gateway.name}`} onClick={onEdit}>
        <Pencil className="size-4" aria-hidden />
      </Button>
      <Button variant="ghost" size="icon-sm" aria-label={`Remove ${gateway.name}`} onClick={() => setDeleting(true)}>
        <Trash2 className="size-4" aria-hidden />
      </Button>
      <DeleteGateway gateway={gateway} open={deleting} onOpenChange={setDeleting} />
    </div>
  );
}
