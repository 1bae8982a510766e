import { Calendar, CircleDot, Flag, type LucideIcon, Tag as TagIcon, UserRound } from "lucide-react";
import { type ComponentProps, type FormEvent, useState } from "react";
import type { Agent, TaskCard } from "@/lib/api/types";
import { fromLocalInput } from "@/lib/time/localInput";
import { Button } from "@/ui/Button";
import { Combobox } from "@/ui/Combobox";
import { cn } from "@/ui/cn";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/ui/Menu";
import { Popover, PopoverContent, PopoverTrigger } from "@/ui/Popover";
import { useTags } from "../../tags/queries";
import { TagDot } from "../../tags/TagChip";
import { assigneeOptions, NOBODY } from "../../tasks/AssigneePicker";
import { PRIORITIES } from "../../tasks/priority";
import { STATUS, STATUSES, StatusIcon } from "../../tasks/StatusBadge";
import type { BulkChange } from "./inverse";

export interface ActionProps {
  chosen: readonly TaskCard[];
  /** `did` is what happened to the tasks: "moved to Done". */
  change: (change: BulkChange, did: string) => void;
}

interface BarButtonProps extends ComponentProps<"button"> {
  icon: LucideIcon;
  label: string;
}

/** An icon and a word: beside each other where there is room, below each other on a phone. */
export function BarButton({ icon: Icon, label, className, ...rest }: BarButtonProps) {
  return (
    <Button
      variant="ghost"
      className={cn(
        "text-text max-md:h-12 max-md:min-w-0 max-md:flex-col max-md:gap-0.5 max-md:px-0! max-md:text-2xs",
        className,
      )}
      {...rest}
    >
      <Icon className="size-4" aria-hidden />
      {label}
    </Button>
  );
}

export function MoveAction({ change }: ActionProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <BarButton icon={CircleDot} label="Move" />
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>Move to</MenuLabel>
        {STATUSES.map((status) => (
          <MenuItem key={status} onSelect={() => change({ status }, `moved to ${STATUS[status].label}`)}>
            <StatusIcon status={status} />
            {STATUS[status].label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

export function AssignAction({ chosen, change, agents }: ActionProps & { agents: readonly Agent[] }) {
  const [first] = chosen;
  const same = first && chosen.every(({ assigned_agent_id: id }) => id === first.assigned_agent_id);
  function assign(choice: string) {
    const agent = agents.find(({ id }) => id === choice);
    change({ assigned_agent_id: agent?.id ?? null }, agent ? `assigned to ${agent.name}` : "assigned to nobody");
  }
  return (
    <Combobox
      label="Find an agent"
      options={assigneeOptions(agents)}
      value={same ? (first.assigned_agent_id ?? NOBODY) : null}
      onSelect={assign}
      empty="No agent of this board matches."
    >
      <BarButton icon={UserRound} label="Assign" />
    </Combobox>
  );
}

export function PriorityAction({ change }: ActionProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <BarButton icon={Flag} label="Priority" />
      </MenuTrigger>
      <MenuContent align="start">
        {PRIORITIES.map(({ value, label, icon: Icon, color }) => (
          <MenuItem key={value} onSelect={() => change({ priority: value }, `set to priority ${label}`)}>
            <Icon className={cn("size-4", color)} aria-hidden />
            {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

export function DueAction({ change }: ActionProps) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState("");
  function set(due: string | null, did: string) {
    setOpen(false);
    change({ due_at: due }, did);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    set(fromLocalInput(draft), "given a due date");
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <BarButton icon={Calendar} label="Due" />
      </PopoverTrigger>
      <PopoverContent className="w-72 p-3" aria-label="Due date">
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Field label="Due">
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={draft}
                onChange={({ target }) => setDraft(target.value)}
              />
            )}
          </Field>
          <div className="flex justify-between gap-2">
            <Button variant="ghost" onClick={() => set(null, "left without a due date")}>
              No due date
            </Button>
            <Button variant="primary" type="submit" disabled={!fromLocalInput(draft)}>
              Set
            </Button>
          </div>
        </form>
      </PopoverContent>
    </Popover>
  );
}

/** A tag that all of them carry is taken off; any other is put on those that lack it. */
export function TagAction({ chosen, change }: ActionProps) {
  const { data: tags = [], isError } = useTags();
  const carriers = (tagId: string) => chosen.filter(({ tag_ids }) => tag_ids.includes(tagId)).length;
  const everywhere = tags.filter(({ id }) => chosen.length > 0 && carriers(id) === chosen.length).map(({ id }) => id);
  function toggle(tagId: string) {
    const name = tags.find(({ id }) => id === tagId)?.name ?? "it";
    if (everywhere.includes(tagId)) change({ remove_tag_ids: [tagId] }, `no longer tagged “${name}”`);
    else change({ add_tag_ids: [tagId] }, `tagged “${name}”`);
  }
  return (
    <Combobox
      label="Find a tag"
      options={tags.map(({ id, name, color }) => ({
        value: id,
        label: name,
        icon: <TagDot color={color} />,
        note: noteOf(carriers(id), chosen.length),
      }))}
      value={everywhere}
      onSelect={toggle}
      multiple
      empty={isError ? "The tags could not be loaded." : tags.length ? "No tag matches." : "There are no tags yet."}
    >
      <BarButton icon={TagIcon} label="Tags" />
    </Combobox>
  );
}

function noteOf(carriers: number, all: number): string | undefined {
  return carriers > 0 && carriers < all ? `On ${carriers} of ${all}` : undefined;
}
