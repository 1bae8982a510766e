import { Cpu } from "lucide-react";
import type { Gateway, GatewayModel } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { EmptyState } from "@/ui/EmptyState";
import { NotListedYet } from "./NotListedYet";
import { useGatewayModels } from "./queries";

/** What a gateway can run agents with. */
export function ModelList({ gateway }: { gateway: Gateway }) {
  const { data, error, refetch } = useGatewayModels(gateway.id);
  if (!data) return <NotListedYet error={error} onRetry={refetch} />;
  if (data.length === 0) {
    return (
      <EmptyState icon={Cpu} title="No models are configured">
        Without a model no agent on it can take a turn; set one up in the gateway’s configuration.
      </EmptyState>
    );
  }
  return (
    <ul aria-label={`Models of ${gateway.name}`} className="rounded-lg border bg-surface">
      {data.map((model) => (
        <Row key={model.id} model={model} />
      ))}
    </ul>
  );
}

function Row({ model }: { model: GatewayModel }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5 last:border-b-0">
      <span className="min-w-0 flex-1 basis-48">
        <span className="block font-medium wrap-anywhere">{model.name}</span>
        <span className="block font-mono text-xs text-muted wrap-anywhere">{model.id}</span>
      </span>
      {model.is_default && <Badge>Default</Badge>}
      {!model.available && <Badge tone="warn">Not usable now</Badge>}
      {model.context_tokens !== null && (
        <span className="text-sm text-muted tabular-nums">
          {model.context_tokens.toLocaleString()} tokens of context
        </span>
      )}
    </li>
  );
}
