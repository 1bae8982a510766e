import { type FormEvent, useId } from "react";
import type { AgentMessage } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { keepDraft, useDrafts } from "./drafts";
import { useAnswer, useDismiss } from "./queries";

/** What is written is the answer, or, when the question is dismissed, the reason. */
export function AnswerForm({ message }: { message: AgentMessage }) {
  const id = useId();
  const text = useDrafts().get(message.id) ?? "";
  const answer = useAnswer(message.id);
  const dismiss = useDismiss(message.id);
  const busy = answer.isPending || dismiss.isPending;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!text.trim() || busy) return;
    void announce(answer.mutateAsync(text.trim()), {
      done: `${message.sender_name} has its answer`,
      failed: "The answer could not be sent",
    });
  }

  const refuse = () =>
    announce(dismiss.mutateAsync(text.trim()), {
      done: `${message.sender_name} is told that there is no answer`,
      failed: "The question could not be dismissed",
    });

  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <label htmlFor={id} className="sr-only">
        Answer to {message.sender_name}
      </label>
      <Textarea
        id={id}
        rows={2}
        placeholder="Your answer; it wakes who asked"
        value={text}
        onChange={({ target }) => keepDraft(message.id, target.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && submit(event)}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="sm" variant="ghost" busy={dismiss.isPending} disabled={busy} onClick={refuse}>
          {text.trim() ? "Dismiss, with this as the reason" : "Dismiss"}
        </Button>
        <Button size="sm" variant="primary" type="submit" busy={answer.isPending} disabled={!text.trim() || busy}>
          Answer
        </Button>
      </div>
    </form>
  );
}
