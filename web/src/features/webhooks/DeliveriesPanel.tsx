import { ArrowLeft, Inbox, X } from "lucide-react";
import { useState } from "react";
import type { Webhook, WebhookDelivery } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { Delivery } from "./Delivery";
import { Outcome } from "./DeliveryMarks";
import { inWords, written } from "./draft";
import { PER_PAGE, useDeliveries } from "./queries";
import { named } from "./WebhookRow";

interface Props {
  webhook: Webhook;
  /** The one that is looked at; none shows them all. */
  deliveryId: string | undefined;
  onOpen: (deliveryId?: string) => void;
  onClose: () => void;
}

export function DeliveriesPanel({ webhook, deliveryId, onOpen, onClose }: Props) {
  return (
    <Panel open onClose={onClose} label={`Deliveries of ${named(webhook)}`}>
      <header className="flex items-center gap-2 border-b px-4 py-3">
        {deliveryId && (
          <Button variant="ghost" size="icon-sm" aria-label="All deliveries" onClick={() => onOpen()}>
            <ArrowLeft className="size-4" aria-hidden />
          </Button>
        )}
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{deliveryId ? "Delivery" : "Deliveries"}</h2>
          <p className="truncate text-sm text-muted">{named(webhook)}</p>
        </div>
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      {deliveryId ? (
        <Delivery key={deliveryId} webhook={webhook} deliveryId={deliveryId} />
      ) : (
        <DeliveryList webhook={webhook} onOpen={onOpen} />
      )}
    </Panel>
  );
}

function DeliveryList({ webhook, onOpen }: { webhook: Webhook; onOpen: (deliveryId: string) => void }) {
  const [shown, setShown] = useState(PER_PAGE);
  const { data, error, refetch, isFetching } = useDeliveries(webhook.board_id, webhook.id, shown);
  const list = useListKeys<HTMLUListElement>("delivery");
  if (error) return <ErrorState title="The deliveries could not be loaded" error={error} onRetry={refetch} />;
  if (!data) return <DeliveriesSkeleton />;
  if (data.items.length === 0) {
    return (
      <EmptyState icon={Inbox} title="Nothing received yet">
        Give the sender the address, or send a test from the webhook's menu.
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <ul ref={list}>
        {data.items.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} onOpen={() => onOpen(delivery.id)} />
        ))}
      </ul>
      {data.total > data.items.length && shown < 200 && (
        <div className="p-3 text-center">
          <Button busy={isFetching} onClick={() => setShown(Math.min(200, shown * 2))}>
            Show more of {data.total}
          </Button>
        </div>
      )}
    </div>
  );
}

function DeliveryRow({ delivery, onOpen }: { delivery: WebhookDelivery; onOpen: () => void }) {
  return (
    <li className="border-b">
      <button
        type="button"
        data-row
        onClick={onOpen}
        className="flex w-full flex-col gap-1 px-4 py-2.5 text-left -outline-offset-2 hover:bg-sunken"
      >
        <span className="flex w-full flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <Outcome delivery={delivery} />
          <span className="text-muted">
            <RelativeTime at={delivery.received_at} />, {inWords(delivery.size)}
          </span>
        </span>
        <span className="w-full truncate font-mono text-xs text-muted">
          {delivery.size === 0 ? "No body" : written(delivery.payload)}
        </span>
      </button>
    </li>
  );
}

function DeliveriesSkeleton() {
  return (
    <Loading label="Loading the deliveries" className="flex flex-col gap-3 p-4">
      <Skeleton className="h-12" />
      <Skeleton className="h-12" />
      <Skeleton className="h-12" />
    </Loading>
  );
}
