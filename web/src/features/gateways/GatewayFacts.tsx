import { useState } from "react";
import type { Gateway } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { CopiedId, Fact, Facts } from "@/ui/Fact";
import { RelativeTime } from "@/ui/RelativeTime";
import { usePulse } from "../sessions/queries";
import { AbilitiesDialog } from "./AbilitiesDialog";
import { spentOf } from "./listed";

export function GatewayFacts({ gateway }: { gateway: Gateway }) {
  const [reading, setReading] = useState(false);
  return (
    <section aria-labelledby="details" className="min-w-0 rounded-lg border bg-surface p-4">
      <h2 id="details" className="mb-2 font-semibold">
        Details
      </h2>
      <Facts>
        <Fact name="Version">{gateway.server_version ? `OpenClaw ${gateway.server_version}` : "Not known yet"}</Fact>
        <Fact name="Protocol">{gateway.protocol ?? "Not known yet"}</Fact>
        {gateway.status === "connected" && <Pulse gatewayId={gateway.id} />}
        <Fact name="Last connected">
          {gateway.last_connected_at ? <RelativeTime at={gateway.last_connected_at} /> : "never"}
        </Fact>
        <Fact name="Folders of agents">
          <span className="font-mono text-sm wrap-anywhere">{gateway.workspace_root}</span>
        </Fact>
        <Fact name="Token">{gateway.has_token ? "Stored, encrypted" : "None"}</Fact>
        <Fact name="Trust">{trustOf(gateway)}</Fact>
        <Fact name="Mission Control’s device there">
          <CopiedId text={gateway.device_id} label="Copy the device’s id" />
        </Fact>
        <Fact name="Added">
          <RelativeTime at={gateway.created_at} />
        </Fact>
        <Fact name="Id">
          <CopiedId text={gateway.id} label="Copy the gateway’s id" />
        </Fact>
      </Facts>
      {gateway.last_connected_at && (
        <Button size="sm" className="mt-4" onClick={() => setReading(true)}>
          Rights and abilities
        </Button>
      )}
      {reading && <AbilitiesDialog gateway={gateway} onClose={() => setReading(false)} />}
    </section>
  );
}

/** What only the gateway itself knows, as of a moment ago. */
function Pulse({ gatewayId }: { gatewayId: string }) {
  const { data, error } = usePulse(gatewayId);
  const waiting = error ? "It does not tell" : "Asking…";
  return (
    <>
      <Fact name="Answers in">{data ? `${data.latencyMs.toLocaleString()} ms` : waiting}</Fact>
      <Fact name="Sessions">{data ? countOf(data.sessions) : waiting}</Fact>
      <Fact name="Spent in its sessions">{data ? spentOf(data.sessions) : waiting}</Fact>
    </>
  );
}

function countOf(sessions: Record<string, unknown>[]): string {
  const running = sessions.filter(({ hasActiveRun, status }) => hasActiveRun === true || status === "running").length;
  return running > 0 ? `${sessions.length}, ${running} at work` : `${sessions.length}, all at rest`;
}

function trustOf({ url, allow_insecure_tls, certificate_authority, disable_device_pairing }: Gateway): string {
  const way = url.startsWith("wss:")
    ? allow_insecure_tls
      ? "Encrypted, any certificate is taken"
      : certificate_authority
        ? "Encrypted, by an authority of its own"
        : "Encrypted"
    : "Not encrypted on the way";
  return disable_device_pairing ? `${way}; the token alone, without pairing` : way;
}
