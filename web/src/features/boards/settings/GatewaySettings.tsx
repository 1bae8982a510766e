import { Link } from "@tanstack/react-router";
import type { Board } from "@/lib/api/types";
import { announce } from "@/ui/toast";
import { useGateways } from "../../gateways/queries";
import { useActiveOrganization } from "../../organizations/queries";
import { useUpdateBoard } from "../queries";
import { ChoiceField } from "./ChoiceField";
import { SettingsCard } from "./SettingsCard";

export function GatewaySettings({ board }: { board: Board }) {
  return (
    <SettingsCard
      title="Gateway"
      description="Agents of a board on a gateway live there and are woken by work; without one they call over plain HTTP."
    >
      <GatewayField board={board} />
    </SettingsCard>
  );
}

/** Saves with the choice. Gateways are shown to administrators alone. */
export function GatewayField({ board }: { board: Board }) {
  const { isAdmin, mayAsk } = useActiveOrganization();
  const gateways = useGateways(mayAsk);
  const update = useUpdateBoard(board.id);
  const chosen = (update.isPending ? update.variables.gateway_id : board.gateway_id) ?? "";
  const choose = (gatewayId: string | null) =>
    announce(update.mutateAsync({ gateway_id: gatewayId }), {
      done: "Saved",
      failed: "The gateway could not be changed",
    });
  if (isAdmin === false) return <p className="text-muted">An administrator of the organization chooses the gateway.</p>;
  return (
    <>
      <ChoiceField
        label="Agents live on"
        hint="The agents of the board move with it."
        what="gateways"
        choices={gateways}
        none="No gateway"
        chosen={chosen}
        busy={update.isPending}
        onChoose={choose}
      />
      <p className="mt-2 flex flex-wrap gap-x-4 text-sm text-muted">
        {chosen && (
          <Link to="/gateways/$gatewayId" params={{ gatewayId: chosen }} className="underline underline-offset-2">
            Open this gateway
          </Link>
        )}
        <Link
          to="/gateways"
          search={gateways.data?.length === 0 ? { new: true } : {}}
          className="underline underline-offset-2"
        >
          {gateways.data?.length === 0 ? "Add a gateway" : "All gateways"}
        </Link>
      </p>
    </>
  );
}
