import { Stethoscope } from "lucide-react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { CommandLine } from "@/ui/CommandLine";
import { FormError } from "@/ui/FormError";
import { ApproveOwn } from "./ApproveOwn";
import { Findings } from "./Findings";
import { GatewayState, StateBadge } from "./GatewayState";
import { useExamine } from "./queries";

/** How the connection is, why, and what to do about it; the doctor looks closer. */
export function GatewayStateCard({ gateway }: { gateway: Gateway }) {
  const examine = useExamine(gateway.id);
  return (
    <section aria-label="State" className="flex min-w-0 flex-col gap-3 rounded-lg border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StateBadge gateway={gateway} />
        <Button
          size="sm"
          className="ml-auto"
          busy={examine.isPending}
          onClick={() => examine.mutate()}
          aria-label={`Examine ${gateway.name}`}
        >
          <Stethoscope className="size-3.5" aria-hidden />
          Examine
        </Button>
      </div>
      <GatewayState gateway={gateway} />
      {gateway.status_command && (
        <CommandLine label={`the command that approves ${gateway.name}`} command={gateway.status_command} />
      )}
      {gateway.status === "pairing_required" && <ApproveOwn gateway={gateway} />}
      {examine.data && <Findings diagnosis={examine.data} />}
      {examine.error && <FormError>{errorMessage(examine.error)}</FormError>}
    </section>
  );
}
