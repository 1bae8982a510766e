import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ListPlus, Pencil, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { CustomField } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useBoardNames } from "../boards/queries";
import { useActiveOrganization } from "../organizations/queries";
import { FieldDialog } from "./FieldDialog";
import { typeLabel } from "./fieldTypes";
import { useCustomFields, useDeleteField } from "./queries";

const route = getRouteApi("/shell/custom-fields");

export function CustomFieldsPage() {
  const { new: creating } = route.useSearch();
  const navigate = useNavigate();
  const { isAdmin } = useActiveOrganization();
  const [editing, setEditing] = useState<CustomField | null>(null);
  const create = (open: boolean) =>
    void navigate({ to: "/custom-fields", search: open ? { new: true } : {}, replace: true });
  useShortcut(
    { keys: "n", label: "New custom field", group: "Custom fields", run: () => create(true) },
    isAdmin === true,
  );
  const newField = isAdmin !== false && (
    <Button variant="primary" onClick={() => create(true)}>
      <Plus className="size-4" aria-hidden />
      New field
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Custom fields"
        description="What tasks of your boards hold besides the usual."
        actions={newField}
      />
      <FieldList newField={newField} onEdit={isAdmin ? setEditing : null} />
      <FieldDialog open={creating === true && isAdmin !== false} field={null} onClose={() => create(false)} />
      <FieldDialog open={editing !== null} field={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

type Edit = ((field: CustomField) => void) | null;

function FieldList({ newField, onEdit }: { newField: ReactNode; onEdit: Edit }) {
  const { data: fields, error, refetch } = useCustomFields();
  const [deleting, setDeleting] = useState<CustomField | null>(null);
  if (error) return <ErrorState title="The custom fields could not be loaded" error={error} onRetry={refetch} />;
  if (!fields) return <FieldListSkeleton />;
  if (fields.length === 0) {
    return (
      <EmptyState icon={ListPlus} title="No custom fields yet" action={newField}>
        A custom field gives the tasks of some boards a typed value of your own: a customer, a ticket, a size. Agents
        read and write it like people.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="overflow-hidden rounded-lg border bg-surface">
        {fields.map((field) => (
          <FieldRow key={field.id} field={field} onEdit={onEdit} onDelete={onEdit && setDeleting} />
        ))}
      </ul>
      <DeleteField field={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}

function FieldRow({ field, onEdit, onDelete }: { field: CustomField; onEdit: Edit; onDelete: Edit }) {
  const names = useBoardNames();
  const boards = field.board_ids.map((id) => names.get(id) ?? "a board that you cannot see").join(", ");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b px-4 py-(--pad) last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2 font-medium wrap-anywhere">
          {field.label}
          <span className="font-mono text-sm font-normal text-muted">{field.field_key}</span>
        </p>
        <p className="text-sm text-muted wrap-anywhere">{field.description ?? `On ${boards}`}</p>
        {field.description && <p className="text-sm text-muted wrap-anywhere">On {boards}</p>}
      </div>
      <span className="flex flex-wrap gap-1.5">
        <Badge>{typeLabel(field.field_type)}</Badge>
        {field.required && <Badge tone="info">Required</Badge>}
        {field.ui_visibility === "hidden" && <Badge>Hidden</Badge>}
      </span>
      {onEdit && onDelete && (
        <span className="flex">
          <Button variant="ghost" size="icon-sm" aria-label={`Edit ${field.label}`} onClick={() => onEdit(field)}>
            <Pencil className="size-4" aria-hidden />
          </Button>
          <Button variant="ghost" size="icon-sm" aria-label={`Delete ${field.label}`} onClick={() => onDelete(field)}>
            <Trash2 className="size-4" aria-hidden />
          </Button>
        </span>
      )}
    </li>
  );
}

function DeleteField({ field, onClose }: { field: CustomField | null; onClose: () => void }) {
  const remove = useDeleteField();
  async function confirm() {
    if (!field) return;
    await announce(remove.mutateAsync(field.id), {
      done: `“${field.label}” was deleted`,
      failed: "The field could not be deleted",
    });
    onClose();
  }
  return (
    <Confirm
      open={field !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Delete this field?"
      action="Delete field"
      busy={remove.isPending}
      onConfirm={() => void confirm()}
    >
      <p className="wrap-anywhere">
        “{field?.label}” goes from its boards. A field that tasks have values of is not deleted: clear these first, or
        hide the field.
      </p>
    </Confirm>
  );
}

function FieldListSkeleton() {
  return (
    <Loading label="Loading custom fields" className="rounded-lg border bg-surface">
      {["a", "b", "c"].map((row) => (
        <div key={row} className="flex items-center gap-4 border-b px-4 py-3 last:border-b-0">
          <div className="flex-1 space-y-2">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-3 w-60 max-w-full" />
          </div>
          <Skeleton className="h-5 w-20" />
        </div>
      ))}
    </Loading>
  );
}
