import { Ellipsis, Pause, Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import type { Gateway } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/Button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/Menu";
import { usePausing } from "../pausing/usePausing";
import { DeleteGateway } from "./DeleteGateway";
import { GatewayDialog } from "./GatewayDialog";

export function GatewayActions({ gateway }: { gateway: Gateway }) {
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const isPaused = gateway.paused_at !== null;
  const pausing = usePausing({ scope: "gateway", id: gateway.id, name: gateway.name }, isPaused, {
    keys: "p",
    group: "Gateway",
  });
  useShortcut({ keys: "e", label: "Edit this gateway", group: "Gateway", run: () => setOpen("edit") });
  const close = () => {
    setOpen(null);
    // The menu item that opened the dialog is gone by now, and focus would fall to the page.
    requestAnimationFrame(() => trigger.current?.focus());
  };
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
          <Button ref={trigger} size="icon" aria-label={`More actions for ${gateway.name}`}>
            <Ellipsis className="size-4" aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem danger onSelect={() => setOpen("delete")}>
            <Trash2 className="size-4" aria-hidden />
            Remove gateway…
          </MenuItem>
        </MenuContent>
      </Menu>
      <GatewayDialog open={open === "edit"} gateway={gateway} onClose={() => setOpen(null)} />
      <DeleteGateway gateway={gateway} open={open === "delete"} onOpenChange={(next) => !next && close()} />
    </>
  );
}
