import { Trash2 } from "lucide-react";
import type { Gateway } from "@/lib/api/types";
import { MenuItem } from "@/ui/Menu";
import { PausableActions, useOpened } from "../pausing/PausableActions";
import { DeleteGateway } from "./DeleteGateway";
import { GatewayDialog } from "./GatewayDialog";

export function GatewayActions({ gateway }: { gateway: Gateway }) {
  const { open, show, close } = useOpened<"edit" | "delete">();
  return (
    <>
      <PausableActions
        what={{ scope: "gateway", id: gateway.id, name: gateway.name }}
        isPaused={gateway.paused_at !== null}
        onEdit={() => show("edit")}
      >
        <MenuItem danger onSelect={() => show("delete")}>
          <Trash2 className="size-4" aria-hidden />
          Remove gateway…
        </MenuItem>
      </PausableActions>
      <GatewayDialog open={open === "edit"} gateway={gateway} onClose={() => show(null)} />
      <DeleteGateway gateway={gateway} open={open === "delete"} onOpenChange={(next) => !next && close()} />
    </>
  );
}
