import { Inbox, Pause, Play, Send } from "lucide-react";
import { useState } from "react";
import type { Webhook } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { CommandLine } from "@/ui/CommandLine";
import { Confirm } from "@/ui/Confirm";
import { MenuItem } from "@/ui/Menu";
import { MoreMenu } from "@/ui/MoreMenu";
import { RelativeTime } from "@/ui/RelativeTime";
import { announce } from "@/ui/toast";
import { schemeOf } from "./draft";
import { useDeleteWebhook, useSendTest, useUpdateWebhook } from "./queries";

interface Props {
  webhook: Webhook;
  /** Left out for who may not change the board. */
  onEdit?: () => void;
  onDeliveries: () => void;
}

export function WebhookRow({ webhook, onEdit, onDeliveries }: Props) {
  return (
    <li className="flex flex-col gap-2 border-b px-4 py-(--pad) last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <button
            type="button"
            data-row
            onClick={onDeliveries}
            className="line-clamp-2 min-w-0 text-left font-medium wrap-anywhere hover:underline"
          >
            {webhook.description}
          </button>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
            {!webhook.enabled && <Badge tone="warn">Paused</Badge>}
            <Signed webhook={webhook} />
            <Told webhook={webhook} />
            <Received webhook={webhook} />
          </p>
        </div>
        <Actions webhook={webhook} onEdit={onEdit} onDeliveries={onDeliveries} />
      </div>
      {webhook.endpoint_url && (
        <CommandLine label={`the address of “${named(webhook)}”`} command={webhook.endpoint_url} />
      )}
    </li>
  );
}

/** Its first line, for labels and messages. */
export function named({ description }: Webhook): string {
  const line = description.split("\n", 1)[0] ?? "";
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function Signed({ webhook }: { webhook: Webhook }) {
  if (!webhook.has_secret) return <Badge tone="warn">Not signed</Badge>;
  return <Badge tone="ok">Signed: {schemeOf(webhook)?.label ?? webhook.signature_scheme}</Badge>;
}

function Told({ webhook }: { webhook: Webhook }) {
  if (!webhook.told_agent_name) return <span className="text-bad">Tells nobody: this board has no lead</span>;
  return <span>Tells {webhook.told_agent_name}</span>;
}

function Received({ webhook: { received_count: count, last_received_at: last } }: { webhook: Webhook }) {
  if (!last) return <span>Nothing received yet</span>;
  return (
    <span>
      {count === 1 ? "1 delivery" : `${count} deliveries`}, last <RelativeTime at={last} />
    </span>
  );
}

function Actions({ webhook, onEdit, onDeliveries }: Props) {
  const [deleting, setDeleting] = useState(false);
  const update = useUpdateWebhook(webhook.board_id);
  const test = useSendTest(webhook.board_id);
  const PauseIcon = webhook.enabled ? Pause : Play;

  const pause = () =>
    announce(update.mutateAsync({ webhookId: webhook.id, change: { enabled: !webhook.enabled } }), {
      failed: "The webhook could not be changed",
    });

  const sendTest = () =>
    announce(test.mutateAsync(webhook.id), { done: "A test was sent", failed: "No test could be sent" });

  return (
    <div className="flex items-center gap-1">
      <Button size="sm" onClick={onDeliveries} aria-label={`Deliveries of ${named(webhook)}`}>
        <Inbox className="size-3.5" aria-hidden />
        Deliveries
      </Button>
      {onEdit && (
        <MoreMenu name={named(webhook)} onEdit={onEdit} onDelete={() => setDeleting(true)}>
          {webhook.enabled && (
            <MenuItem onSelect={sendTest}>
              <Send className="size-4" aria-hidden />
              Send a test
            </MenuItem>
          )}
          <MenuItem onSelect={pause}>
            <PauseIcon className="size-4" aria-hidden />
            {webhook.enabled ? "Pause" : "Resume"}
          </MenuItem>
        </MoreMenu>
      )}
      <DeleteWebhook webhook={webhook} open={deleting} onOpenChange={setDeleting} />
    </div>
  );
}

interface DeleteProps {
  webhook: Webhook;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function DeleteWebhook({ webhook, open, onOpenChange }: DeleteProps) {
  const remove = useDeleteWebhook(webhook.board_id);
  const confirm = () =>
    announce(remove.mutateAsync(webhook.id), {
      done: "The webhook was deleted",
      failed: "The webhook could not be deleted",
    });
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title="Delete this webhook?"
      action="Delete webhook"
      busy={remove.isPending}
      onConfirm={confirm}
    >
      <p className="wrap-anywhere">
        Whoever sends to “{named(webhook)}” is turned away, and its deliveries are deleted with it. Notes about them in
        the board's memory stay. To stop it for a while, pause it instead.
      </p>
    </Confirm>
  );
}
