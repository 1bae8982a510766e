import { Command } from "cmdk";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { Popover, PopoverContent, PopoverTrigger } from "@/ui/Popover";
import { findTasks } from "./dependencies";
import { StatusIcon } from "./StatusBadge";

interface Props {
  label: string;
  tasks: readonly TaskCard[];
  chosen: readonly string[];
  /** Why a task cannot be chosen; null when it can. */
  refuse?: (task: TaskCard) => string | null;
  onToggle: (taskId: string) => void;
  /** The button that opens it. */
  children: ReactNode;
}

/** Boards hold thousands of tasks: the list shows the best few and says so. */
const SHOWN = 40;

export function TaskPicker({ children, ...list }: Props) {
  return (
    <Popover>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent className="w-80 p-0" aria-label={list.label}>
        <TaskOptions {...list} />
      </PopoverContent>
    </Popover>
  );
}

function TaskOptions({ label, tasks, chosen, refuse, onToggle }: Omit<Props, "children">) {
  const [text, setText] = useState("");
  const found = findTasks(tasks, text, SHOWN);
  return (
    <Command label={label} shouldFilter={false} loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={`${label}…`}
        className="h-9 w-full rounded-t-lg border-b bg-transparent px-3 text-base outline-none max-sm:text-lg"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1" label={label}>
        <Command.Empty className="px-2 py-3 text-sm text-muted">No task of this board matches.</Command.Empty>
        {found.map((task) => (
          <TaskOption
            key={task.id}
            task={task}
            chosen={chosen.includes(task.id)}
            refused={refuse?.(task) ?? null}
            onSelect={() => onToggle(task.id)}
          />
        ))}
      </Command.List>
      {found.length === SHOWN && (
        <p className="border-t px-3 py-1.5 text-sm text-muted">Type to find more than these {SHOWN}.</p>
      )}
    </Command>
  );
}

interface OptionProps {
  task: TaskCard;
  chosen: boolean;
  refused: string | null;
  onSelect: () => void;
}

function TaskOption({ task, chosen, refused, onSelect }: OptionProps) {
  return (
    <Command.Item
      value={task.id}
      disabled={refused !== null && !chosen}
      onSelect={onSelect}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 data-[disabled=true]:cursor-default data-[disabled=true]:text-faint data-[selected=true]:bg-hover"
    >
      <StatusIcon status={task.status} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{named(task.title)}</span>
        {refused && !chosen && <span className="block text-sm text-muted">{refused}</span>}
      </span>
      {chosen && <Check className="size-4 shrink-0 text-accent-text" aria-label="chosen" />}
    </Command.Item>
  );
}
