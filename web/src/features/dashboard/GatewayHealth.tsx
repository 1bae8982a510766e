import { Link } from "@tanstack/react-router";
import type { Gateway } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Skeleton } from "@/ui/Skeleton";
import { useGateways } from "../gateways/queries";
import { stateOf } from "../gateways/state";
import { useActiveOrganization } from "../organizations/queries";

/** How the connection to each gateway is; for administrators, who alone keep them. */
export function GatewayHealth() {
  const { isAdmin } = useActiveOrganization();
  const { data: gateways, error, refetch } = useGateways(isAdmin === true);
  if (!isAdmin || gateways?.length === 0) return null;
  return (
    <section className="mt-4 rounded-lg border bg-surface p-4">
      <h2 className="mb-2 font-semibold">
        <Link to="/gateways" className="hover:underline">
          Gateways
        </Link>
      </h2>
      {error && !gateways ? (
        <ErrorState title="The gateways could not be loaded" error={error} onRetry={refetch} />
      ) : gateways ? (
        <ul>
          {[...gateways].sort(worstFirst).map((gateway) => (
            <GatewayLine key={gateway.id} gateway={gateway} />
          ))}
        </ul>
      ) : (
        <Skeleton className="h-10" />
      )}
    </section>
  );
}

function GatewayLine({ gateway }: { gateway: Gateway }) {
  const { label, tone } = stateOf(gateway);
  const isUp = gateway.status === "connected";
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-t py-2 first:border-t-0">
      <Link
        to="/gateways/$gatewayId"
        params={{ gatewayId: gateway.id }}
        className="min-w-0 basis-40 font-medium wrap-anywhere hover:underline"
      >
        {gateway.name}
      </Link>
      <Badge tone={tone}>{label}</Badge>
      <span className="min-w-0 flex-1 basis-56 text-sm text-muted wrap-anywhere">
        {isUp ? gateway.server_version && `OpenClaw ${gateway.server_version}. ` : `${gateway.status_reason} `}
        Since <RelativeTime at={gateway.status_since} />.{!isUp && gateway.status_cure && ` ${gateway.status_cure}`}
      </span>
    </li>
  );
}

function worstFirst(one: Gateway, other: Gateway): number {
  return (
    Number(one.status === "connected") - Number(other.status === "connected") || one.name.localeCompare(other.name)
  );
}
