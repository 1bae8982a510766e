import { Link } from "@tanstack/react-router";
import type { Gateway } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { CommandLine } from "@/ui/CommandLine";
import { PausedBadge } from "../pausing/PausedBadge";
import { ApproveOwn } from "./ApproveOwn";
import { GatewayState, StateBadge } from "./GatewayState";

/** How a gateway is, with what can be done at once where it is not well; everything else is on its page. */
export function GatewayRow({ gateway }: { gateway: Gateway }) {
  return (
    <li className="relative flex flex-col gap-2 border-b px-4 py-(--pad) last:border-b-0 hover:bg-hover">
      <div>
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to="/gateways/$gatewayId"
            params={{ gatewayId: gateway.id }}
            data-row
            className="min-h-6 leading-6 font-medium wrap-anywhere after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {gateway.name}
          </Link>
          <StateBadge gateway={gateway} />
          {gateway.pauses.length > 0 && <PausedBadge />}
          {gateway.commands_waiting > 0 && (
            <Badge tone="warn">
              {gateway.commands_waiting === 1 ? "1 command waits" : `${gateway.commands_waiting} commands wait`}
            </Badge>
          )}
        </p>
        <p className="font-mono text-sm text-muted wrap-anywhere">{gateway.url}</p>
        <GatewayState gateway={gateway} />
      </div>
      {gateway.status_command && (
        <div className="relative z-10">
          <CommandLine label={`the command that approves ${gateway.name}`} command={gateway.status_command} />
        </div>
      )}
      {gateway.status === "pairing_required" && (
        <div className="relative z-10">
          <ApproveOwn gateway={gateway} />
        </div>
      )}
    </li>
  );
}
