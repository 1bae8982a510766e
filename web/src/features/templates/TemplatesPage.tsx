import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus, Repeat } from "lucide-react";
import type { BoardSnapshot } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { named } from "@/lib/named";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { BackToBoard, OfBoard } from "../boards/OfBoard";
import { PausedNotice } from "../pausing/PausedNotice";
import { useMayWrite } from "../people/mayWrite";
import { ReadsOnly } from "../people/Writing";
import { useTemplates } from "./queries";
import { TemplateDialog } from "./TemplateDialog";
import { TemplateRow } from "./TemplateRow";

const route = getRouteApi("/shell/boards/$boardId/templates");

export function TemplatesPage() {
  const { boardId } = route.useParams();
  const skeleton = (
    <Page>
      <TemplatesSkeleton />
    </Page>
  );
  return (
    <OfBoard boardId={boardId} skeleton={skeleton}>
      {(board) => <Templates key={boardId} board={board} />}
    </OfBoard>
  );
}

function Templates({ board }: { board: BoardSnapshot }) {
  const boardId = board.board.id;
  const { new: isNew, edit } = route.useSearch();
  const navigate = useNavigate();
  const show = (search: { new?: true; edit?: string }) =>
    void navigate({ to: "/boards/$boardId/templates", params: { boardId }, search });
  const { data: templates } = useTemplates(boardId);
  const edited = templates?.find(({ id }) => id === edit) ?? null;
  const mayWrite = useMayWrite(boardId);
  useShortcut({ keys: "c", label: "New template", group: "Templates", run: () => show({ new: true }) }, mayWrite);
  const add = mayWrite && (
    <Button variant="primary" onClick={() => show({ new: true })}>
      <Plus className="size-4" aria-hidden />
      New template
    </Button>
  );
  const back = <BackToBoard board={board.board} />;
  return (
    <Page>
      <PageHeader leading={back} title="Templates" description={named(board.board.name)} actions={add} />
      <ReadsOnly boardId={boardId} className="mb-4" />
      <PausedNotice
        on={{ scope: "board", id: boardId, name: named(board.board.name) }}
        pauses={board.board.pauses}
        mayResume={mayWrite}
        className="mb-4"
      />
      <TemplateList boardId={boardId} add={add} onEdit={mayWrite ? (id) => show({ edit: id }) : undefined} />
      <TemplateDialog
        board={board}
        template={edited}
        open={mayWrite && (isNew === true || edited !== null)}
        onClose={() => show({})}
      />
    </Page>
  );
}

interface ListProps {
  boardId: string;
  add: React.ReactNode;
  onEdit?: (templateId: string) => void;
}

function TemplateList({ boardId, add, onEdit }: ListProps) {
  const { data: templates, error, refetch } = useTemplates(boardId);
  const list = useListKeys<HTMLUListElement>("template");
  if (error) return <ErrorState title="The templates could not be loaded" error={error} onRetry={refetch} />;
  if (!templates) return <TemplatesSkeleton />;
  if (templates.length === 0) {
    return (
      <EmptyState icon={Repeat} title="No templates yet" action={add}>
        A template makes the same kind of task again and again: by hand, or by itself every day, week or month.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} className="rounded-lg border bg-surface">
      {templates.map((template) => (
        <TemplateRow key={template.id} template={template} onEdit={onEdit && (() => onEdit(template.id))} />
      ))}
    </ul>
  );
}

function TemplatesSkeleton() {
  return (
    <Loading label="Loading the templates" className="flex flex-col gap-3">
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </Loading>
  );
}
