import type { WebhookDelivery } from "@/lib/api/types";
import { Badge, type Tone } from "@/ui/Badge";

const SIGNATURES: Record<WebhookDelivery["signature"], { label: string; tone: Tone }> = {
  verified: { label: "Signature verified", tone: "ok" },
  unsigned: { label: "Not signed", tone: "warn" },
  test: { label: "Test", tone: "info" },
};

/** Whether an agent was told, and whether the sender is who it says it is. */
export function Outcome({ delivery }: { delivery: WebhookDelivery }) {
  const signature = SIGNATURES[delivery.signature];
  return (
    <>
      <Told delivery={delivery} />
      <Badge tone={signature.tone}>{signature.label}</Badge>
    </>
  );
}

function Told({ delivery: { delivery_status: status, told_agent_name: name } }: { delivery: WebhookDelivery }) {
  if (status === "delivered") return <Badge tone="ok">{name} was told</Badge>;
  if (status === "skipped") return <Badge tone="bad">Nobody was told</Badge>;
  if (status === "failed") return <Badge tone="bad">{name} could not be told</Badge>;
  return <Badge>{name ? `Waits to be told to ${name}` : "About to be told"}</Badge>;
}
