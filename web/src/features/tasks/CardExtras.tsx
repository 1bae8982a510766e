import type { TaskCard } from "@/lib/api/types";
import { isShown, shownValue } from "../customFields/fieldTypes";
import { useFieldsOfBoard } from "../customFields/queries";
import { TagChip } from "../tags/TagChip";

/** More would make a card that says nothing; the panel shows them all. */
const MOST = { tags: 3, fields: 3 };

/** The tags of a card, and the fields that have something to say: an unset one is no news on a card. */
export function CardExtras({ task }: { task: TaskCard }) {
  const fields = useFieldsOfBoard(task.board_id).filter((field) => isShown(field, heldBy(task, field.field_key)));
  const set = fields.filter(({ field_key }) => heldBy(task, field_key) !== null).slice(0, MOST.fields);
  return (
    <>
      <CardTags task={task} />
      {set.length > 0 && (
        <dl className="mt-1.5 flex flex-wrap gap-x-3 text-sm text-muted">
          {set.map((field) => (
            <div key={field.id} className="flex min-w-0 max-w-full gap-1">
              <dt className="shrink-0">{field.label}:</dt>
              <dd className="truncate text-text">{shownValue(field, heldBy(task, field.field_key))}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

export function CardTags({ task, className = "mt-1.5" }: { task: TaskCard; className?: string }) {
  if (task.tags.length === 0) return null;
  const more = task.tags.length - MOST.tags;
  return (
    <ul aria-label="Tags" className={`flex min-w-0 flex-wrap gap-1 ${className}`}>
      {task.tags.slice(0, MOST.tags).map((tag) => (
        <li key={tag.id} className="flex min-w-0">
          <TagChip tag={tag} />
        </li>
      ))}
      {more > 0 && <li className="text-sm text-muted">+{more}</li>}
    </ul>
  );
}

function heldBy(task: TaskCard, key: string): unknown {
  return task.custom_field_values?.[key] ?? null;
}
