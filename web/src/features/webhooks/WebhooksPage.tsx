import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus, Webhook as WebhookIcon } from "lucide-react";
import type { BoardSnapshot } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { named } from "@/lib/named";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { BackToBoard, OfBoard } from "../boards/OfBoard";
import { useMayWrite } from "../people/mayWrite";
import { ReadsOnly } from "../people/Writing";
import { DeliveriesPanel } from "./DeliveriesPanel";
import { useWebhooks } from "./queries";
import { WebhookDialog } from "./WebhookDialog";
import { WebhookRow } from "./WebhookRow";

const route = getRouteApi("/shell/boards/$boardId/webhooks");

export function WebhooksPage() {
  const { boardId } = route.useParams();
  const skeleton = (
    <Page>
      <WebhooksSkeleton />
    </Page>
  );
  return (
    <OfBoard boardId={boardId} skeleton={skeleton}>
      {(board) => <Webhooks key={boardId} board={board} />}
    </OfBoard>
  );
}

interface Shown {
  new?: true;
  edit?: string;
  deliveries?: string;
  delivery?: string;
}

function Webhooks({ board }: { board: BoardSnapshot }) {
  const boardId = board.board.id;
  const { new: isNew, edit, deliveries, delivery } = route.useSearch();
  const navigate = useNavigate();
  const show = (search: Shown) => void navigate({ to: "/boards/$boardId/webhooks", params: { boardId }, search });
  const { data: webhooks } = useWebhooks(boardId);
  const known = (id: string | undefined) => webhooks?.find((webhook) => webhook.id === id) ?? null;
  const edited = known(edit);
  const opened = known(deliveries);
  useDocumentTitle(`Webhooks · ${named(board.board.name)}`);
  const mayWrite = useMayWrite(boardId);
  useShortcut({ keys: "c", label: "New webhook", group: "Webhooks", run: () => show({ new: true }) }, mayWrite);
  const add = mayWrite && (
    <Button variant="primary" onClick={() => show({ new: true })}>
      <Plus className="size-4" aria-hidden />
      New webhook
    </Button>
  );
  const back = <BackToBoard board={board.board} />;
  return (
    <Page>
      <PageHeader leading={back} title="Webhooks" description={named(board.board.name)} actions={add} />
      <ReadsOnly boardId={boardId} className="mb-4" />
      <WebhookList
        boardId={boardId}
        add={add}
        onEdit={mayWrite ? (id) => show({ edit: id }) : undefined}
        onDeliveries={(id) => show({ deliveries: id })}
      />
      <WebhookDialog
        board={board}
        webhook={edited}
        open={mayWrite && (isNew === true || edited !== null)}
        onClose={() => show({})}
      />
      {opened && (
        <DeliveriesPanel
          webhook={opened}
          deliveryId={delivery}
          onOpen={(id) => show({ deliveries: opened.id, delivery: id })}
          onClose={() => show({})}
        />
      )}
    </Page>
  );
}

interface ListProps {
  boardId: string;
  add: React.ReactNode;
  onEdit?: (webhookId: string) => void;
  onDeliveries: (webhookId: string) => void;
}

function WebhookList({ boardId, add, onEdit, onDeliveries }: ListProps) {
  const { data: webhooks, error, refetch } = useWebhooks(boardId);
  const list = useListKeys<HTMLUListElement>("webhook");
  if (error) return <ErrorState title="The webhooks could not be loaded" error={error} onRetry={refetch} />;
  if (!webhooks) return <WebhooksSkeleton />;
  if (webhooks.length === 0) {
    return (
      <EmptyState icon={WebhookIcon} title="No webhooks yet" action={add}>
        A webhook is an address at which another system tells this board that something has happened: a build failed, an
        invoice was paid. An agent is told, and does what you say here.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} className="rounded-lg border bg-surface">
      {webhooks.map((webhook) => (
        <WebhookRow
          key={webhook.id}
          webhook={webhook}
          onEdit={onEdit && (() => onEdit(webhook.id))}
          onDeliveries={() => onDeliveries(webhook.id)}
        />
      ))}
    </ul>
  );
}

function WebhooksSkeleton() {
  return (
    <Loading label="Loading the webhooks" className="flex flex-col gap-3">
      <Skeleton className="h-28" />
      <Skeleton className="h-28" />
    </Loading>
  );
}
