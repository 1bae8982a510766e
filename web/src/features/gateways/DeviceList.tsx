import { Laptop } from "lucide-react";
import { useState } from "react";
import type { Gateway, PairingRequest } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { EmptyState } from "@/ui/EmptyState";
import { RelativeTime } from "@/ui/RelativeTime";
import { announce } from "@/ui/toast";
import { NotListedYet } from "./NotListedYet";
import { useDecidePairing, usePairingRequests } from "./queries";

type Decision = "approve" | "reject";

/** Devices that wait before a gateway's door, and the decision about each: who is let in may do all that it asks for. */
export function DeviceList({ gateway }: { gateway: Gateway }) {
  const { data, error, refetch } = usePairingRequests(gateway.id);
  const [asked, setAsked] = useState<{ request: PairingRequest; decision: Decision } | null>(null);
  const list = useListKeys<HTMLUListElement>("device");
  if (!data) return <NotListedYet error={error} onRetry={refetch} />;
  if (data.length === 0) {
    return (
      <EmptyState icon={Laptop} title="No device asks">
        A device on another machine asks once when it connects for the first time, and waits here.
      </EmptyState>
    );
  }
  return (
    <>
      <ul ref={list} aria-label="Devices" className="rounded-lg border bg-surface">
        {data.map((request) => (
          <Row key={request.request_id} request={request} onDecide={(decision) => setAsked({ request, decision })} />
        ))}
      </ul>
      {asked && <Decide gateway={gateway} {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}

const called = ({ name, device_id }: PairingRequest) => name ?? device_id.slice(0, 12);

function Row({ request, onDecide }: { request: PairingRequest; onDecide: (decision: Decision) => void }) {
  const about = [request.client, request.platform, request.remote_address && `from ${request.remote_address}`];
  return (
    <li className="flex flex-col gap-1.5 border-b px-4 py-2.5 last:border-b-0">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium wrap-anywhere">{called(request)}</span>
        {request.is_repair && <Badge>Known already</Badge>}
        {request.requested_at && (
          <span className="text-sm text-muted">
            <RelativeTime at={request.requested_at} />
          </span>
        )}
      </p>
      <p className="text-sm text-muted wrap-anywhere">{about.filter(Boolean).join(", ")}</p>
      <p className="text-sm wrap-anywhere">Asks for {request.scopes.join(", ") || "nothing"}</p>
      <p className="font-mono text-xs text-muted wrap-anywhere">{request.device_id}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" data-row aria-label={`Let ${called(request)} in`} onClick={() => onDecide("approve")}>
          Let in…
        </Button>
        <Button size="sm" aria-label={`Turn ${called(request)} away`} onClick={() => onDecide("reject")}>
          Turn away…
        </Button>
      </div>
    </li>
  );
}

interface DecideProps {
  gateway: Gateway;
  request: PairingRequest;
  decision: Decision;
  onClose: () => void;
}

function Decide({ gateway, request, decision, onClose }: DecideProps) {
  const decide = useDecidePairing(gateway.id);
  const lets = decision === "approve";
  const confirm = () =>
    announce(decide.mutateAsync({ requestId: request.request_id, decision }, { onSettled: onClose }), {
      done: `${called(request)} was ${lets ? "let in" : "turned away"}`,
      failed: "It was not decided",
    });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={lets ? `Let ${called(request)} in?` : `Turn ${called(request)} away?`}
      action={lets ? "Let in" : "Turn away"}
      danger={!lets}
      busy={decide.isPending}
      onConfirm={confirm}
    >
      <p className="wrap-anywhere">
        {lets
          ? `It may then do on ${gateway.name}: ${request.scopes.join(", ") || "nothing yet"}. Compare its id with what the device shows.`
          : "It may ask again when it connects the next time."}
      </p>
    </Confirm>
  );
}
