import { Pause, Play, Plus } from "lucide-react";
import { useState } from "react";
import type { Template } from "@/lib/api/types";
import { clock } from "@/lib/time/relative";
import { useNow } from "@/lib/time/useNow";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { cn } from "@/ui/cn";
import { MenuItem } from "@/ui/Menu";
import { MoreMenu } from "@/ui/MoreMenu";
import { RelativeTime } from "@/ui/RelativeTime";
import { announce } from "@/ui/toast";
import { useTags } from "../tags/queries";
import { TagChip } from "../tags/TagChip";
import { useCreateFromTemplate, useDeleteTemplate, useUpdateTemplate } from "./queries";
import { LastRun, Runs } from "./Runs";

interface Props {
  template: Template;
  /** Left out for who may not change the board. */
  onEdit?: () => void;
}

export function TemplateRow({ template, onEdit }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <li className="border-b px-4 py-(--pad) last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-2">
            <button
              type="button"
              data-row
              onClick={onEdit}
              className={cn(
                "min-w-0 text-left font-medium wrap-anywhere",
                onEdit ? "hover:underline" : "cursor-default",
              )}
            >
              {template.name}
            </button>
            {template.paused && <Badge tone="warn">Paused</Badge>}
            {template.failing_since && <Badge tone="bad">Failing</Badge>}
          </div>
          <p className="text-sm text-muted wrap-anywhere">{template.title}</p>
          <When template={template} />
          <TagsOf template={template} />
        </div>
        {onEdit && <Actions template={template} onEdit={onEdit} />}
      </div>
      {template.failure && template.failure !== template.last_run?.reason && (
        <p className="mt-1 text-sm text-bad wrap-anywhere">{template.failure}</p>
      )}
      <div className="mt-1 flex flex-wrap items-center gap-x-2 text-sm text-muted">
        <LastRun run={template.last_run} boardId={template.board_id} />
        {template.last_run && (
          <Button variant="ghost" size="sm" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? "Hide runs" : "All runs"}
          </Button>
        )}
      </div>
      {shown && <Runs template={template} />}
    </li>
  );
}

function When({ template: { schedule, next_run_at: next } }: { template: Template }) {
  const now = useNow();
  if (!schedule) return <p className="text-sm text-muted">By hand alone</p>;
  return (
    <p className="text-sm text-muted wrap-anywhere">
      {schedule.words}, {schedule.time_zone.replaceAll("_", " ")}
      {next && (
        <>
          {" · next "}
          <RelativeTime at={next} />, {clock(next, now)}
        </>
      )}
    </p>
  );
}

function TagsOf({ template: { tag_ids: ids } }: { template: Template }) {
  const { data: tags = [] } = useTags();
  const carried = tags.filter(({ id }) => ids.includes(id));
  if (carried.length === 0) return null;
  return (
    <ul aria-label="Tags of its tasks" className="mt-1 flex flex-wrap gap-1.5">
      {carried.map((tag) => (
        <li key={tag.id}>
          <TagChip tag={tag} />
        </li>
      ))}
    </ul>
  );
}

function Actions({ template, onEdit }: Required<Props>) {
  const boardId = template.board_id;
  const [deleting, setDeleting] = useState(false);
  const make = useCreateFromTemplate(boardId);
  const update = useUpdateTemplate(boardId);
  const PauseIcon = template.paused ? Play : Pause;

  const run = () =>
    announce(make.mutateAsync(template.id), {
      done: (task) => `“${task.title}” is in the Inbox`,
      failed: "No task could be made",
    });

  const pause = () =>
    announce(update.mutateAsync({ templateId: template.id, change: { paused: !template.paused } }), {
      failed: "The template could not be changed",
    });

  return (
    <div className="flex items-center gap-1">
      <Button size="sm" busy={make.isPending} onClick={run} aria-label={`Make a task from ${template.name} now`}>
        <Plus className="size-3.5" aria-hidden />
        Make a task
      </Button>
      <MoreMenu name={template.name} onEdit={onEdit} onDelete={() => setDeleting(true)}>
        {template.schedule && (
          <MenuItem onSelect={pause}>
            <PauseIcon className="size-4" aria-hidden />
            {template.paused ? "Resume" : "Pause"}
          </MenuItem>
        )}
      </MoreMenu>
      <DeleteTemplate template={template} open={deleting} onOpenChange={setDeleting} />
    </div>
  );
}

interface DeleteProps {
  template: Template;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function DeleteTemplate({ template, open, onOpenChange }: DeleteProps) {
  const remove = useDeleteTemplate(template.board_id);
  const confirm = () =>
    announce(remove.mutateAsync(template.id), {
      done: `${template.name} was deleted`,
      failed: "The template could not be deleted",
    });
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title="Delete this template?"
      action="Delete template"
      busy={remove.isPending}
      onConfirm={confirm}
    >
      <p className="wrap-anywhere">
        “{template.name}” makes no more tasks. Those that it has made stay. This cannot be undone.
      </p>
    </Confirm>
  );
}
