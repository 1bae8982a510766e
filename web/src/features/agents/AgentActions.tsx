import { BellRing, KeyRound, MessageSquare, Trash2 } from "lucide-react";
import type { Agent } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { usePageAction } from "@/lib/pageActions";
import { MenuItem, MenuSeparator } from "@/ui/Menu";
import { PausableActions, useOpened } from "../pausing/PausableActions";
import { DeleteAgent } from "./DeleteAgent";
import { whyNotWoken } from "./deeds";
import { EditAgentDialog } from "./EditAgentDialog";
import { RotateToken } from "./RotateToken";
import { WakeDialog } from "./WakeDialog";

export function AgentActions({ agent }: { agent: Agent }) {
  const { open, show, close } = useOpened<"wake" | "nudge" | "edit" | "rotate" | "delete">();
  const asleep = whyNotWoken(agent);
  usePageAction({ label: `Wake ${agent.name}…`, icon: BellRing, run: () => show("wake") }, asleep === null);
  useShortcut({ keys: "w", label: "Wake", group: "Agent", run: () => show("wake") }, asleep === null);
  useShortcut({ keys: "m", label: "Nudge", group: "Agent", run: () => show("nudge") }, asleep === null);
  return (
    <>
      <PausableActions
        what={{ scope: "agent", id: agent.id, name: agent.name }}
        isPaused={agent.paused_at !== null}
        onEdit={() => show("edit")}
      >
        <MenuItem disabled={asleep !== null} title={asleep ?? undefined} onSelect={() => show("wake")}>
          <BellRing className="size-4 text-muted" aria-hidden />
          Wake…
        </MenuItem>
        <MenuItem disabled={asleep !== null} title={asleep ?? undefined} onSelect={() => show("nudge")}>
          <MessageSquare className="size-4 text-muted" aria-hidden />
          Nudge…
        </MenuItem>
        <MenuItem onSelect={() => show("rotate")}>
          <KeyRound className="size-4 text-muted" aria-hidden />
          Rotate token…
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => show("delete")}>
          <Trash2 className="size-4" aria-hidden />
          Delete agent…
        </MenuItem>
      </PausableActions>
      {open === "edit" && <EditAgentDialog agent={agent} onClose={() => show(null)} />}
      {(open === "wake" || open === "nudge") && <WakeDialog agent={agent} nudges={open === "nudge"} onClose={close} />}
      {open === "rotate" && <RotateToken agent={agent} onClose={close} />}
      {open === "delete" && <DeleteAgent agent={agent} onClose={close} />}
    </>
  );
}
