import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { useAnswer } from "./queries";

/** By this name agents know that the draft is to be written anew. */
const MORE = "Additional context";

export function AddMore({ boardId }: { boardId: string }) {
  const [text, setText] = useState("");
  const answer = useAnswer(boardId);
  function submit(event: FormEvent) {
    event.preventDefault();
    const said = answer.mutateAsync({ answer: MORE, other_text: text.trim() }, { onSuccess: () => setText("") });
    void announce(said, { begun: "The agent works it into the draft" });
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 rounded-lg border bg-surface p-4 sm:p-5">
      <Field label="Tell the agent more" optional hint="It works what you add into the draft and sends it again.">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={9_000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {answer.error && <FormError>{errorMessage(answer.error)}</FormError>}
      <Button type="submit" className="self-end" busy={answer.isPending} disabled={!text.trim()}>
        Send
      </Button>
    </form>
  );
}
