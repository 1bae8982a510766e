import { Plus, X } from "lucide-react";
import { errorMessage } from "@/lib/api/errors";
import type { CustomField, Tag } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Loaded, NotLoaded } from "@/ui/Loaded";
import { fromText, toText } from "../customFields/fieldTypes";
import { useCustomFields, useFieldsOfBoard } from "../customFields/queries";
import { ValueInput } from "../customFields/ValueInput";
import { useTags } from "../tags/queries";
import { TagDot } from "../tags/TagChip";
import { TagPicker } from "../tags/TagPicker";

interface TagsProps {
  chosen: string[];
  onChange: (tagIds: string[]) => void;
}

/** Nothing where the organization has no tags. */
export function NewTaskTags(props: TagsProps) {
  const tags = useTags();
  return (
    <Loaded query={tags} what="tags" skeleton="h-12" empty={null}>
      {(there) => <TagsOf tags={there} {...props} />}
    </Loaded>
  );
}

function TagsOf({ tags, chosen, onChange }: TagsProps & { tags: Tag[] }) {
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <section aria-labelledby="new-task-tags" className="flex flex-wrap items-center gap-2">
      <h3 id="new-task-tags" className="w-full text-sm font-medium">
        Tags <span className="font-normal text-faint">optional</span>
      </h3>
      {chosen.map((id) => {
        const tag = tags.find((one) => one.id === id);
        return (
          tag && (
            <Button
              key={id}
              size="sm"
              className="max-w-48"
              aria-label={`Remove the tag ${tag.name}`}
              onClick={() => toggle(id)}
            >
              <TagDot color={tag.color} />
              <span className="truncate">{tag.name}</span>
              <X className="size-3.5" aria-hidden />
            </Button>
          )
        );
      })}
      <TagPicker chosen={chosen} onToggle={toggle}>
        <Button size="sm">
          <Plus className="size-3.5" aria-hidden />
          Add a tag
        </Button>
      </TagPicker>
    </section>
  );
}

/** What a new task needs: the other fields are filled in later, on the task itself. */
export function useAskedFields(boardId: string): CustomField[] {
  return useFieldsOfBoard(boardId).filter(({ required }) => required);
}

interface FieldsProps {
  fields: CustomField[];
  /** Values that there are already, by key. */
  present?: Record<string, unknown>;
  /** What was typed, by key; a field that nobody touched has what is present, else its default. */
  texts: Record<string, string>;
  onChange: (texts: Record<string, string>) => void;
}

export function NewTaskFields({ fields, present = {}, texts, onChange }: FieldsProps) {
  const known = useCustomFields();
  if (!known.data) return <NotLoaded query={known} what="custom fields" />;
  return fields.map((field) => (
    <Field key={field.id} label={field.label} optional={!field.required} hint={field.description}>
      {(control) => (
        <ValueInput
          {...control}
          type={field.field_type}
          text={textOf(field, texts, present)}
          onChange={(text) => onChange({ ...texts, [field.field_key]: text })}
        />
      )}
    </Field>
  ));
}

/** The values of these fields, or the first reason why there are none yet. */
export function filledIn(
  fields: CustomField[],
  texts: Record<string, string>,
): { values: Record<string, unknown>; problem: string | null } {
  const values: Record<string, unknown> = {};
  for (const field of fields) {
    try {
      values[field.field_key] = fromText(field.field_type, textOf(field, texts));
    } catch (error) {
      return { values, problem: `${field.label}: ${errorMessage(error)}` };
    }
    if (values[field.field_key] === null) return { values, problem: `${field.label} is required.` };
  }
  return { values, problem: null };
}

function textOf(field: CustomField, texts: Record<string, string>, present: Record<string, unknown> = {}): string {
  return texts[field.field_key] ?? toText(field.field_type, present[field.field_key] ?? field.default_value);
}
