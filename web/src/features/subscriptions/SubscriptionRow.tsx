import { Inbox, KeyRound, Pause, Play, Send } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { MadeSubscription, Subscription } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { MenuItem } from "@/ui/Menu";
import { MoreMenu } from "@/ui/MoreMenu";
import { LastingSince, RelativeTime } from "@/ui/RelativeTime";
import { announce } from "@/ui/toast";
import { useDeleteSubscription, useRotateSecret, useTestSubscription, useUpdateSubscription } from "./queries";
import { wanted } from "./wanted";

interface Props {
  subscription: Subscription;
  onEdit: () => void;
  onDeliveries: () => void;
  onSecret: (made: MadeSubscription) => void;
}

export function SubscriptionRow(props: Props) {
  const { subscription, onDeliveries } = props;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-(--pad) last:border-b-0">
      <div className="min-w-0 flex-1 basis-64">
        <button
          type="button"
          data-row
          onClick={onDeliveries}
          className="min-w-0 text-left font-medium wrap-anywhere hover:underline"
        >
          {subscription.name}
        </button>
        <p className="text-sm wrap-anywhere text-muted">{subscription.url}</p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
          <State subscription={subscription} />
          <span>{wanted(subscription)}</span>
          {subscription.kept_by_name && <span>Kept by {subscription.kept_by_name}</span>}
        </p>
        <LastFailure subscription={subscription} />
        {subscription.paused_reason && <p className="mt-1 text-sm text-bad">Paused: {subscription.paused_reason}.</p>}
      </div>
      <Actions {...props} />
    </li>
  );
}

/** What stands between an address and its events, in the words of the last attempt. */
export function LastFailure({ subscription: it }: { subscription: Subscription }) {
  if (!it.enabled || !it.last_failure) return null;
  const [first = "", ...rest] = it.last_failure;
  return (
    <p className="mt-1 text-sm text-bad wrap-anywhere">
      {first.toUpperCase()}
      {rest.join("")}.
    </p>
  );
}

function State({ subscription: it }: { subscription: Subscription }): ReactNode {
  return (
    <>
      {!it.enabled && <Badge tone="warn">Paused</Badge>}
      {it.enabled && it.failing_since && (
        <Badge tone="bad">
          Failing <LastingSince at={it.failing_since} />
        </Badge>
      )}
      {it.enabled && it.retry_at && (
        <span>
          Tried again <RelativeTime at={it.retry_at} expected />
        </span>
      )}
      {it.pending > 0 && <Badge>{it.pending} waiting</Badge>}
      {it.dead > 0 && <Badge tone="bad">{it.dead} given up</Badge>}
      <span>
        {it.delivered_at ? (
          <>
            Last taken <RelativeTime at={it.delivered_at} />
          </>
        ) : (
          "Nothing taken yet"
        )}
      </span>
    </>
  );
}

function Actions({ subscription, onEdit, onDeliveries, onSecret }: Props) {
  const [deleting, setDeleting] = useState(false);
  const update = useUpdateSubscription();
  const test = useTestSubscription();
  const rotate = useRotateSecret();
  const PauseIcon = subscription.enabled ? Pause : Play;

  const pause = () =>
    announce(update.mutateAsync({ id: subscription.id, change: { enabled: !subscription.enabled } }), {
      failed: "The subscription could not be changed",
    });

  const sendTest = () =>
    announce(test.mutateAsync(subscription.id), { done: "A test was sent", failed: "No test could be sent" });

  const rotateSecret = () =>
    announce(rotate.mutateAsync(subscription.id).then(onSecret), { failed: "The secret was not changed" });

  return (
    <div className="flex items-center gap-1">
      <Button size="sm" onClick={onDeliveries} aria-label={`Deliveries to ${subscription.name}`}>
        <Inbox className="size-3.5" aria-hidden />
        Deliveries
      </Button>
      <MoreMenu name={subscription.name} onEdit={onEdit} onDelete={() => setDeleting(true)}>
        {subscription.enabled && (
          <MenuItem onSelect={sendTest}>
            <Send className="size-4" aria-hidden />
            Send a test
          </MenuItem>
        )}
        <MenuItem onSelect={pause}>
          <PauseIcon className="size-4" aria-hidden />
          {subscription.enabled ? "Pause" : "Resume"}
        </MenuItem>
        <MenuItem onSelect={rotateSecret}>
          <KeyRound className="size-4" aria-hidden />
          Another secret…
        </MenuItem>
      </MoreMenu>
      <Deleting subscription={subscription} open={deleting} onOpenChange={setDeleting} />
    </div>
  );
}

interface DeletingProps {
  subscription: Subscription;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function Deleting({ subscription, open, onOpenChange }: DeletingProps) {
  const remove = useDeleteSubscription();
  const confirm = () =>
    announce(remove.mutateAsync(subscription.id), {
      done: "The subscription was deleted",
      failed: "The subscription could not be deleted",
    });
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${subscription.name}?`}
      action="Delete"
      busy={remove.isPending}
      onConfirm={confirm}
    >
      <p>Its address is told nothing more, and the record of its deliveries goes with it.</p>
    </Confirm>
  );
}
