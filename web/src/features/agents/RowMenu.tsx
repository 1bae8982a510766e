import { Link } from "@tanstack/react-router";
import { BellRing, Ellipsis, MessageSquare, Pause, Play, Radio } from "lucide-react";
import type { Agent } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/Menu";
import { type Deed, whyNotWoken } from "./deeds";

interface Props {
  agent: Agent;
  onDeed: (deed: Deed) => void;
}

/** What can be done to an agent without opening its page. */
export function RowMenu({ agent, onDeed }: Props) {
  const asleep = whyNotWoken(agent);
  const session = agent.setup ? agent.openclaw_session_id : null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" className="relative z-10" aria-label={`Actions for ${agent.name}`}>
          <Ellipsis className="size-4" aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="end" aria-label={`Actions for ${agent.name}`}>
        <MenuItem disabled={asleep !== null} title={asleep ?? undefined} onSelect={() => onDeed("wake")}>
          <BellRing className="size-4 text-muted" aria-hidden />
          Wake…
        </MenuItem>
        <MenuItem disabled={asleep !== null} title={asleep ?? undefined} onSelect={() => onDeed("nudge")}>
          <MessageSquare className="size-4 text-muted" aria-hidden />
          Nudge…
        </MenuItem>
        {session && (
          <MenuItem asChild>
            <Link
              to="/gateways/$gatewayId"
              params={{ gatewayId: agent.gateway_id }}
              search={{ view: "sessions", session }}
            >
              <Radio className="size-4 text-muted" aria-hidden />
              Watch its session
            </Link>
          </MenuItem>
        )}
        {agent.paused_at === null ? (
          <MenuItem onSelect={() => onDeed("pause")}>
            <Pause className="size-4 text-muted" aria-hidden />
            Pause…
          </MenuItem>
        ) : (
          <MenuItem onSelect={() => onDeed("resume")}>
            <Play className="size-4 text-muted" aria-hidden />
            Resume
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}
