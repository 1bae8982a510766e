import type { Gateway } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { RelativeTime } from "@/ui/RelativeTime";
import { stateOf } from "./state";

export function StateBadge({ gateway }: { gateway: Gateway }) {
  const { label, tone } = stateOf(gateway);
  return <Badge tone={tone}>{label}</Badge>;
}

/** Why it is as it is, since when, and what would change it. */
export function GatewayState({ gateway }: { gateway: Gateway }) {
  if (gateway.status === "connected") {
    return (
      <div className="text-sm text-muted wrap-anywhere">
        <p>
          {gateway.server_version ? `OpenClaw ${gateway.server_version}` : "Version unknown"}, since{" "}
          <RelativeTime at={gateway.status_since} />
        </p>
        {gateway.status_cure && (
          <p>
            {gateway.status_reason} {gateway.status_cure}
          </p>
        )}
      </div>
    );
  }
  return (
    <div className="text-sm wrap-anywhere">
      <p>
        {gateway.status_reason}{" "}
        <span className="text-muted">
          Since <RelativeTime at={gateway.status_since} />.
        </span>
      </p>
      {gateway.status_cure && <p className="text-muted">{gateway.status_cure}</p>}
    </div>
  );
}
