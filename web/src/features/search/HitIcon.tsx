import { MessageSquare, MessagesSquare, StickyNote } from "lucide-react";
import type { SearchHit, TaskStatus } from "@/lib/api/types";
import { StatusIcon } from "../tasks/StatusBadge";

export function HitIcon({ hit }: { hit: SearchHit }) {
  if (hit.kind === "task") return <StatusIcon status={hit.task_status as TaskStatus} />;
  const Icon = { comment: MessageSquare, memory: StickyNote, chat: MessagesSquare }[hit.kind];
  return <Icon className="size-4 shrink-0" aria-hidden />;
}
