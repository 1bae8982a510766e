import { useQuery } from "@tanstack/react-query";
import { Check, ChevronDown } from "lucide-react";
import type { Task, TaskExplanation, TaskStatus } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/ui/Menu";
import { MoveCommentDialog } from "../MoveCommentDialog";
import { useMoveTask } from "../moves";
import { explanationQuery } from "../queries";
import { refusal, sentenceOf, wantsComment } from "../refusals";
import { STATUS, STATUSES, StatusIcon } from "../StatusBadge";

export function MoveMenu({ boardId, task }: { boardId: string; task: Task }) {
  const mover = useMoveTask(boardId);
  const { data: explanation } = useQuery(explanationQuery(boardId, task.id));
  const { label } = STATUS[task.status];
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button aria-label={`Status: ${label}. Move the task`}>
            <StatusIcon status={task.status} />
            {label}
            <ChevronDown className="size-3.5 text-muted" aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent align="start" className="w-72">
          <MenuLabel>Move to</MenuLabel>
          {STATUSES.map((status) => (
            <MoveItem
              key={status}
              to={status}
              current={status === task.status}
              explanation={explanation}
              onMove={() => void mover.move(task, status)}
            />
          ))}
        </MenuContent>
      </Menu>
      <MoveCommentDialog mover={mover} />
    </>
  );
}

interface ItemProps {
  to: TaskStatus;
  current: boolean;
  explanation: TaskExplanation | undefined;
  onMove: () => void;
}

/** A refused move stays in reach of keyboard and screen reader: its reason is what one came for. */
function MoveItem({ to, current, explanation, onMove }: ItemProps) {
  const refused = current ? null : refusal(explanation, to);
  const asks = refused !== null && wantsComment(refused.code);
  const closed = refused !== null && !asks;
  const note = asks ? "Asks for a comment" : closed ? sentenceOf(refused) : null;
  return (
    <MenuItem
      aria-disabled={closed || undefined}
      className={cn("items-start", closed && "cursor-default text-faint")}
      onSelect={(event) => (closed ? event.preventDefault() : onMove())}
    >
      <StatusIcon status={to} className={cn("mt-0.5", closed && "opacity-50")} />
      <span className="min-w-0 flex-1">
        {STATUS[to].label}
        {note && <span className="block text-sm text-muted">{note}</span>}
      </span>
      {current && <Check className="mt-0.5 size-4 text-accent-text" aria-label="where it is now" />}
    </MenuItem>
  );
}
