import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Pencil, Plus, Tag as TagIcon, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Tag } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useActiveOrganization } from "../organizations/queries";
import { useDeleteTag, useTags } from "./queries";
import { TagChip } from "./TagChip";
import { TagDialog } from "./TagDialog";

const route = getRouteApi("/shell/tags");

export function TagsPage() {
  const { new: creating } = route.useSearch();
  const navigate = useNavigate();
  const { isAdmin } = useActiveOrganization();
  const [editing, setEditing] = useState<Tag | null>(null);
  const create = (open: boolean) => void navigate({ to: "/tags", search: open ? { new: true } : {}, replace: true });
  useShortcut({ keys: "n", label: "New tag", group: "Tags", run: () => create(true) }, isAdmin === true);
  const newTag = isAdmin !== false && (
    <Button variant="primary" onClick={() => create(true)}>
      <Plus className="size-4" aria-hidden />
      New tag
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Tags" description="Sort tasks across all boards." actions={newTag} />
      <TagList newTag={newTag} onEdit={isAdmin ? setEditing : null} />
      <TagDialog open={creating === true && isAdmin !== false} tag={null} onClose={() => create(false)} />
      <TagDialog open={editing !== null} tag={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

function TagList({ newTag, onEdit }: { newTag: ReactNode; onEdit: ((tag: Tag) => void) | null }) {
  const { data: tags, error, refetch } = useTags();
  const [deleting, setDeleting] = useState<Tag | null>(null);
  if (error) return <ErrorState title="The tags could not be loaded" error={error} onRetry={refetch} />;
  if (!tags) return <TagListSkeleton />;
  if (tags.length === 0) {
    return (
      <EmptyState icon={TagIcon} title="No tags yet" action={newTag}>
        A tag groups tasks that belong together, whatever board they are on. People and leads put tags on tasks, and
        boards can be narrowed to a tag.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="overflow-hidden rounded-lg border bg-surface">
        {tags.map((tag) => (
          <TagRow key={tag.id} tag={tag} onEdit={onEdit} onDelete={onEdit && setDeleting} />
        ))}
      </ul>
      <DeleteTag tag={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}

interface RowProps {
  tag: Tag;
  onEdit: ((tag: Tag) => void) | null;
  onDelete: ((tag: Tag) => void) | null;
}

function TagRow({ tag, onEdit, onDelete }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b px-4 py-(--pad) last:border-b-0">
      <div className="min-w-0 flex-1 basis-48">
        <TagChip tag={tag} />
        {tag.description && <p className="mt-1 text-sm text-muted wrap-anywhere">{tag.description}</p>}
      </div>
      <span className="min-w-0 truncate font-mono text-sm text-muted">{tag.slug}</span>
      <span className="text-sm text-muted sm:w-20 sm:text-right">{tasks(tag.task_count)}</span>
      {onEdit && onDelete && (
        <span className="flex max-sm:ml-auto">
          <Button variant="ghost" size="icon-sm" aria-label={`Edit ${tag.name}`} onClick={() => onEdit(tag)}>
            <Pencil className="size-4" aria-hidden />
          </Button>
          <Button variant="ghost" size="icon-sm" aria-label={`Delete ${tag.name}`} onClick={() => onDelete(tag)}>
            <Trash2 className="size-4" aria-hidden />
          </Button>
        </span>
      )}
    </li>
  );
}

function DeleteTag({ tag, onClose }: { tag: Tag | null; onClose: () => void }) {
  const remove = useDeleteTag();
  async function confirm() {
    if (!tag) return;
    const words = { done: `“${tag.name}” was deleted`, failed: "The tag could not be deleted" };
    if (await announce(remove.mutateAsync(tag.id), words)) onClose();
  }
  return (
    <Confirm
      open={tag !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Delete this tag?"
      action="Delete tag"
      busy={remove.isPending}
      onConfirm={() => void confirm()}
    >
      <p className="wrap-anywhere">
        “{tag?.name}” is taken off{" "}
        {tag?.task_count ? `the ${tasks(tag.task_count)} that carry it` : "all tasks; none carries it"}. The tasks stay.
        This cannot be undone.
      </p>
    </Confirm>
  );
}

function tasks(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}

function TagListSkeleton() {
  return (
    <Loading label="Loading tags" className="rounded-lg border bg-surface">
      {["a", "b", "c", "d"].map((row) => (
        <div key={row} className="flex items-center gap-4 border-b px-4 py-3 last:border-b-0">
          <Skeleton className="h-5 w-28" />
          <Skeleton className="ml-auto h-4 w-20" />
        </div>
      ))}
    </Loading>
  );
}
