import { Inbox, RotateCcw } from "lucide-react";
import { isUnknown } from "@/lib/api/errors";
import type { Webhook, WebhookDelivery } from "@/lib/api/types";
import { exact } from "@/lib/time/relative";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { cn } from "@/ui/cn";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { Outcome } from "./DeliveryMarks";
import { inWords, written } from "./draft";
import { useDelivery, useRedeliver } from "./queries";

/** More would make a phone crawl; the button copies all of it. */
const LONGEST_SHOWN = 50_000;

export function Delivery({ webhook, deliveryId }: { webhook: Webhook; deliveryId: string }) {
  const { data, error, refetch } = useDelivery(webhook.board_id, webhook.id, deliveryId);
  if (isUnknown(error)) {
    return (
      <EmptyState icon={Inbox} title="This delivery is not kept any more">
        Its note may still be in the memory of the board.
      </EmptyState>
    );
  }
  if (error) return <ErrorState title="The delivery could not be loaded" error={error} onRetry={refetch} />;
  if (!data) {
    return (
      <Loading label="Loading the delivery" className="flex flex-col gap-3 p-4">
        <Skeleton className="h-20" />
        <Skeleton className="h-48" />
      </Loading>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-4 py-4">
      <div className="flex flex-wrap items-center gap-2">
        <Outcome delivery={data} />
        <Redeliver webhook={webhook} delivery={data} />
      </div>
      {data.last_error && (
        <p className={cn("text-sm", data.delivery_status === "pending" ? "text-muted" : "text-bad")}>
          {data.last_error}
        </p>
      )}
      <Facts delivery={data} />
      <Headers headers={data.headers} />
      <Body delivery={data} />
    </div>
  );
}

function Redeliver({ webhook, delivery }: { webhook: Webhook; delivery: WebhookDelivery }) {
  const redeliver = useRedeliver(webhook.board_id, webhook.id);
  const again = () =>
    announce(redeliver.mutateAsync(delivery.id), { done: "It is told again", failed: "It could not be told again" });
  return (
    <Button
      size="sm"
      className="ml-auto"
      busy={redeliver.isPending}
      disabled={delivery.delivery_status === "pending"}
      onClick={again}
    >
      <RotateCcw className="size-3.5" aria-hidden />
      Tell again
    </Button>
  );
}

function Facts({ delivery }: { delivery: WebhookDelivery }) {
  const { delivered_at: told, attempts } = delivery;
  const facts: [string, React.ReactNode][] = [
    ["Received", exact(delivery.received_at)],
    ["From", delivery.source_ip ?? "Mission Control"],
    ["Size", inWords(delivery.size)],
    ["Type", delivery.content_type ?? "not said"],
    ["Named by the sender", delivery.delivery_id ?? "not named"],
    ["Told", told ? <RelativeTime key="told" at={told} /> : "not yet"],
    ["Times told", attempts],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Headers({ headers }: { headers: WebhookDelivery["headers"] }) {
  if (!headers) return null;
  return (
    <section aria-label="Headers">
      <h3 className="mb-1 text-sm font-medium">Headers</h3>
      <dl className="grid grid-cols-1 gap-x-4 gap-y-1 rounded-md border bg-sunken px-3 py-2 font-mono text-xs sm:grid-cols-[auto_1fr]">
        {Object.entries(headers).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Body({ delivery }: { delivery: WebhookDelivery }) {
  const text = written(delivery.payload);
  if (delivery.size === 0) return <p className="text-sm text-muted">It came without a body.</p>;
  return (
    <section aria-label="Body">
      <div className="mb-1 flex items-center justify-between">
        <h3 className="text-sm font-medium">Body</h3>
        <CopyButton text={text} label="Copy the body" />
      </div>
      <pre className="rounded-md border bg-sunken px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap wrap-anywhere">
        {text.slice(0, LONGEST_SHOWN)}
      </pre>
      {text.length > LONGEST_SHOWN && (
        <p className="mt-1 text-sm text-muted">
          Shown are the first {LONGEST_SHOWN.toLocaleString()} of {text.length.toLocaleString()} characters.
        </p>
      )}
    </section>
  );
}
