import { useState } from "react";
import type { BoardSnapshot, Task, TaskComment } from "@/lib/api/types";
import { POINTED_TO, useIntoView } from "@/lib/useIntoView";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { cn } from "@/ui/cn";
import { ErrorState } from "@/ui/ErrorState";
import { Kbd } from "@/ui/Kbd";
import { Markdown } from "@/ui/Markdown";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { announce } from "@/ui/toast";
import { useMayWrite } from "../../people/mayWrite";
import { MarkdownField } from "../MarkdownField";
import { useComments, usePostComment } from "../queries";
import { keepUnsaved } from "./unsaved";

interface Props {
  board: BoardSnapshot;
  task: Task;
  at?: string;
}

export function CommentsTab({ board, task, at }: Props) {
  const mayWrite = useMayWrite(board.board.id);
  return (
    <div className="flex flex-col gap-4">
      <CommentList board={board} task={task} at={at} />
      {mayWrite && <CommentForm boardId={board.board.id} taskId={task.id} />}
    </div>
  );
}

function CommentList({ board, task, at }: Props) {
  const { data: comments, error, refetch } = useComments(board.board.id, task.id);
  if (error) return <ErrorState title="The comments could not be loaded" error={error} onRetry={refetch} />;
  if (!comments) {
    return (
      <Loading label="Loading the comments" className="flex flex-col gap-3">
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
      </Loading>
    );
  }
  if (comments.length === 0) {
    return (
      <p className="text-muted">
        No comments yet. Agents read them: @ and a name speaks to one of them, @lead to the lead.
      </p>
    );
  }
  return (
    <ol className="flex flex-col gap-4" aria-live="polite" aria-relevant="additions">
      {comments.map((comment) => (
        <CommentItem key={comment.id} comment={comment} pointedTo={comment.id === at} />
      ))}
    </ol>
  );
}

function CommentItem({ comment, pointedTo }: { comment: TaskComment; pointedTo: boolean }) {
  const item = useIntoView<HTMLLIElement>(pointedTo);
  const { author_name: author, agent_id: agentId } = comment;
  return (
    <li ref={item} className={cn("flex gap-2.5", pointedTo && POINTED_TO)}>
      <Avatar name={author} />
      <div className="min-w-0 flex-1">
        <p className="mb-0.5 flex flex-wrap items-center gap-x-2">
          <span className="font-medium wrap-anywhere">{author}</span>
          {agentId && <Badge>Agent</Badge>}
          <RelativeTime at={comment.created_at} className="text-sm text-muted" />
        </p>
        <Markdown text={comment.message ?? ""} />
      </div>
    </li>
  );
}

/** Half-written comments survive that the panel is closed. */
const drafts = new Map<string, string>();

function CommentForm({ boardId, taskId }: { boardId: string; taskId: string }) {
  const [text, setText] = useState(() => drafts.get(taskId) ?? "");
  const post = usePostComment(boardId, taskId);
  function change(next: string) {
    setText(next);
    drafts.set(taskId, next);
    keepUnsaved(taskId, "Comment", next);
  }
  function submit() {
    const message = text.trim();
    if (!message || post.isPending) return;
    const posted = post.mutateAsync(message).then(() => change(""));
    void announce(posted, { failed: "The comment could not be posted" });
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <MarkdownField label="New comment" value={text} onChange={change} onSubmit={submit} rows={3} />
      <div className="flex items-center justify-end gap-2">
        <span className="max-sm:hidden">
          <Kbd keys="mod+enter" />
        </span>
        <Button type="submit" variant="primary" size="sm" busy={post.isPending} disabled={!text.trim()}>
          Comment
        </Button>
      </div>
    </form>
  );
}
