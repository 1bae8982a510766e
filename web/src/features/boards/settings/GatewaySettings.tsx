import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Board } from "@/lib/api/types";
import { announce } from "@/ui/toast";
import { useAgents } from "../../agents/queries";
import { useGateways } from "../../gateways/queries";
import { useActiveOrganization } from "../../organizations/queries";
import { useUpdateBoard } from "../queries";
import { ChoiceField } from "./ChoiceField";
import { MoveAgents } from "./MoveAgents";
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

/** Saves with the choice, after having asked where agents move by it. Gateways are shown to administrators alone. */
export function GatewayField({ board }: { board: Board }) {
  const { isAdmin, mayAsk } = useActiveOrganization();
  const gateways = useGateways(mayAsk);
  const update = useUpdateBoard(board.id);
  const chosen = (update.isPending ? update.variables.gateway_id : board.gateway_id) ?? "";
  const agents = useAgents();
  // Undefined: not known, and then it is asked.
  const count = agents.data?.filter(({ board_id }) => board_id === board.id).length;
  // Undefined: nothing is asked.
  const [asked, setAsked] = useState<string | null>();
  const save = (gatewayId: string | null) => {
    setAsked(undefined);
    announce(update.mutateAsync({ gateway_id: gatewayId }), {
      done: "Saved",
      failed: "The gateway could not be changed",
    });
  };
  const named = (id: string | null | undefined) => gateways.data?.find((gateway) => gateway.id === id);
  if (isAdmin === false) return <p className="text-muted">An administrator of the organization chooses the gateway.</p>;
  return (
    <>
      <ChoiceField
        label="Agents live on"
        hint={hintFor(count ?? 0, Boolean(board.gateway_id))}
        what="gateways"
        choices={gateways}
        none="No gateway"
        chosen={chosen}
        busy={update.isPending || agents.isPending}
        onChoose={count === 0 ? save : setAsked}
      />
      {asked !== undefined && (
        <MoveAgents
          count={count}
          from={named(board.gateway_id)}
          to={named(asked)}
          busy={update.isPending}
          onCancel={() => setAsked(undefined)}
          onConfirm={() => save(asked)}
        />
      )}
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

function hintFor(count: number, isOnGateway: boolean): string {
  if (count === 0 || isOnGateway) return "The agents of the board move with it.";
  const agents = count === 1 ? "1 agent of this board speaks" : `${count} agents of this board speak`;
  return `${agents} plain HTTP now, and will move with it.`;
}
