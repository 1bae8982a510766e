import { BellRing, Ellipsis, KeyRound, MessageSquare, Pause, Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import type { Agent, Board } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { usePageAction } from "@/lib/pageActions";
import { Button } from "@/ui/Button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/ui/Menu";
import { usePausing } from "../pausing/usePausing";
import { DeleteAgent } from "./DeleteAgent";
import { whyNotWoken } from "./deeds";
import { EditAgentDialog } from "./EditAgentDialog";
import { RotateToken } from "./RotateToken";
import { WakeDialog } from "./WakeDialog";

type Open = "wake" | "nudge" | "edit" | "rotate" | "delete" | null;

export function AgentActions({ agent, boards }: { agent: Agent; boards: Board[] }) {
  const [open, setOpen] = useState<Open>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(null);
    // The menu item that opened the dialog is gone by now, and focus would fall to the page.
    requestAnimationFrame(() => trigger.current?.focus());
  };
  const isPaused = agent.paused_at !== null;
  const pausing = usePausing({ scope: "agent", id: agent.id, name: agent.name }, isPaused, {
    keys: "p",
    group: "Agent",
  });
  useShortcut({ keys: "e", label: "Edit this agent", group: "Agent", run: () => setOpen("edit") });
  const asleep = whyNotWoken(agent);
  usePageAction({ label: `Wake ${agent.name}…`, icon: BellRing, run: () => setOpen("wake") }, asleep === null);
  useShortcut({ keys: "w", label: "Wake", group: "Agent", run: () => setOpen("wake") }, asleep === null);
  useShortcut({ keys: "m", label: "Nudge", group: "Agent", run: () => setOpen("nudge") }, asleep === null);
  return (
    <>
      <Button onClick={() => setOpen("edit")}>
        <Pencil className="size-4" aria-hidden />
        Edit
      </Button>
      {!isPaused && (
        <Button onClick={pausing.toggle}>
          <Pause className="size-4" aria-hidden />
          Pause…
        </Button>
      )}
      {pausing.dialog}
      <Menu>
        <MenuTrigger asChild>
          <Button ref={trigger} size="icon" aria-label={`More actions for ${agent.name}`}>
            <Ellipsis className="size-4" aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem disabled={asleep !== null} title={asleep ?? undefined} onSelect={() => setOpen("wake")}>
            <BellRing className="size-4 text-muted" aria-hidden />
            Wake…
          </MenuItem>
          <MenuItem disabled={asleep !== null} title={asleep ?? undefined} onSelect={() => setOpen("nudge")}>
            <MessageSquare className="size-4 text-muted" aria-hidden />
            Nudge…
          </MenuItem>
          <MenuItem onSelect={() => setOpen("rotate")}>
            <KeyRound className="size-4 text-muted" aria-hidden />
            Rotate token…
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger onSelect={() => setOpen("delete")}>
            <Trash2 className="size-4" aria-hidden />
            Delete agent…
          </MenuItem>
        </MenuContent>
      </Menu>
      {open === "edit" && <EditAgentDialog agent={agent} boards={boards} onClose={() => setOpen(null)} />}
      {(open === "wake" || open === "nudge") && <WakeDialog agent={agent} nudges={open === "nudge"} onClose={close} />}
      {open === "rotate" && <RotateToken agent={agent} onClose={close} />}
      {open === "delete" && <DeleteAgent agent={agent} onClose={close} />}
    </>
  );
}
