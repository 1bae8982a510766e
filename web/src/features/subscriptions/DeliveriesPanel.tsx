import { Link } from "@tanstack/react-router";
import { Inbox, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import type { EventDelivery, Subscription } from "@/lib/api/types";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { RelativeTime } from "@/ui/RelativeTime";
import { Select } from "@/ui/Select";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { labelOf } from "../activity/eventTypes";
import { useEventDeliveries, useReplay } from "./queries";
import { LastFailure } from "./SubscriptionRow";
import { nextAttempt } from "./wanted";

const PER_PAGE = 50;
const MOST = 200;
type State = "dead" | "pending" | undefined;

interface Props {
  subscription: Subscription;
  onClose: () => void;
}

export function DeliveriesPanel({ subscription, onClose }: Props) {
  const [state, setState] = useState<State>();
  return (
    <Panel open onClose={onClose} label={`Deliveries to ${subscription.name}`}>
      <header className="flex items-center gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">Deliveries</h2>
          <p className="truncate text-sm text-muted">{subscription.name}</p>
        </div>
        <div className="w-36">
          <Select
            aria-label="Which deliveries"
            value={state ?? ""}
            onChange={({ target }) => setState((target.value || undefined) as State)}
          >
            <option value="">All</option>
            <option value="pending">Waiting</option>
            <option value="dead">Given up</option>
          </Select>
        </div>
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      {subscription.enabled && subscription.last_failure && (
        <div className="border-b px-4 py-2">
          <p className="text-sm font-medium">Why nothing is taken</p>
          <LastFailure subscription={subscription} />
        </div>
      )}
      <DeliveryList subscription={subscription} state={state} />
    </Panel>
  );
}

function DeliveryList({ subscription, state }: { subscription: Subscription; state: State }) {
  const [shown, setShown] = useState(PER_PAGE);
  const { data, error, refetch } = useEventDeliveries(subscription.id, state, shown);
  const list = useListKeys<HTMLUListElement>("delivery");
  if (error && !data) return <ErrorState title="The deliveries could not be loaded" error={error} onRetry={refetch} />;
  if (!data) {
    return (
      <Loading label="Loading the deliveries" className="flex flex-col gap-3 p-4">
        <Skeleton className="h-12" />
        <Skeleton className="h-12" />
      </Loading>
    );
  }
  if (data.items.length === 0) {
    return (
      <EmptyState icon={Inbox} title={state ? "None" : "Nothing sent yet"}>
        {state ? "No delivery is in this state." : "Send a test from the menu of the subscription to try the address."}
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <ul ref={list} aria-label="Deliveries">
        {data.items.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} subscription={subscription} />
        ))}
      </ul>
      {data.total > data.items.length && shown < MOST && (
        <div className="p-3 text-center">
          <Button onClick={() => setShown(MOST)}>Show more of {data.total}</Button>
        </div>
      )}
    </div>
  );
}

const STATES = {
  delivered: { label: "Taken", tone: "ok" },
  pending: { label: "Waiting", tone: "neutral" },
  dead: { label: "Given up", tone: "bad" },
} as const;

function NextAttempt({ delivery, subscription }: { delivery: EventDelivery; subscription: Subscription }) {
  const at = nextAttempt(delivery, subscription);
  if (!at) return null;
  return (
    <>
      , next <RelativeTime at={at} expected />
    </>
  );
}

function waitsForOthers(delivery: EventDelivery, subscription: Subscription) {
  return delivery.state === "pending" && delivery.attempts === 0 && Boolean(subscription.failing_since);
}

function DeliveryRow({ delivery, subscription }: { delivery: EventDelivery; subscription: Subscription }) {
  const { label, tone } = STATES[delivery.state];
  const replay = useReplay(subscription.id);
  const sendAgain = () =>
    announce(replay.mutateAsync(delivery.id), { done: "It is sent again", failed: "It is not sent again" });
  return (
    <li className="flex items-start gap-3 border-b px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={tone}>{label}</Badge>
          <Link to="/audit" search={{ event: delivery.position }} className="min-h-6 wrap-anywhere hover:underline">
            {labelOf(delivery.event_type)}
          </Link>
        </p>
        <p className="text-sm text-muted">
          <RelativeTime at={delivery.created_at} />
          {delivery.attempts > 1 && `, ${delivery.attempts} attempts`}
          {delivery.status_code !== null && `, answered ${delivery.status_code}`}
          <NextAttempt delivery={delivery} subscription={subscription} />
        </p>
        {delivery.error && <p className="text-sm text-bad wrap-anywhere">{delivery.error}</p>}
        {waitsForOthers(delivery, subscription) && (
          <p className="text-sm text-muted">Not tried yet: the address takes no events at the moment.</p>
        )}
      </div>
      <Button
        size="sm"
        data-row
        busy={replay.isPending}
        disabled={!subscription.enabled}
        title={subscription.enabled ? undefined : "The subscription is paused"}
        aria-label={`Send again: ${labelOf(delivery.event_type)}, position ${delivery.position}`}
        onClick={sendAgain}
      >
        <RotateCcw className="size-3.5" aria-hidden />
        {delivery.state === "pending" ? "Try now" : "Send again"}
      </Button>
    </li>
  );
}
