import { KeyRound } from "lucide-react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { FormError } from "@/ui/FormError";
import { NotLoaded } from "@/ui/Loaded";
import { announce } from "@/ui/toast";
import { useApproveOwnPairing, useGateways } from "./queries";

/** Where Mission Control waits to be let in: a button, when another connection of ours may be to the same gateway. */
export function ApproveOwn({ gateway }: { gateway: Gateway }) {
  const gateways = useGateways(true);
  const approve = useApproveOwnPairing(gateway.id);
  if (!gateways.data) return <NotLoaded query={gateways} what="gateways" skeleton="h-8 w-56" />;
  const ways = gateways.data.filter(({ id, status }) => id !== gateway.id && status === "connected");
  if (ways.length === 0) {
    return (
      <p className="text-sm text-muted">
        It cannot be approved from here: only a connection to the same gateway that is let in could, and no other
        gateway is connected.
      </p>
    );
  }
  const run = () =>
    announce(approve.mutateAsync(), {
      done: ({ through_name }) => `Approved through ${through_name}; the connection stands within half a minute`,
    });
  return (
    <div className="flex flex-col items-start gap-1">
      <Button
        size="sm"
        busy={approve.isPending}
        onClick={run}
        aria-label={`Approve Mission Control on ${gateway.name}`}
      >
        <KeyRound className="size-3.5" aria-hidden />
        Approve through another connection
      </Button>
      {approve.error && <FormError>{errorMessage(approve.error)}</FormError>}
    </div>
  );
}
