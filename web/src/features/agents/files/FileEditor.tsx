import { type FormEvent, useId } from "react";
import { ApiError, errorMessage } from "@/lib/api/errors";
import type { Agent, AgentFile } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Differences } from "@/ui/Differences";
import { FormError } from "@/ui/FormError";
import { Textarea } from "@/ui/Input";
import { toast } from "@/ui/toast";
import type { Draft } from "./FileView";
import { useReadFilesAgain, useWriteFile } from "./queries";

interface Props {
  agent: Agent;
  file: AgentFile;
  draft: Draft;
  onDraft: (draft: Draft | null) => void;
}

/** What was typed outlasts a refusal: when the file has changed there meanwhile, the new one is read beside it. */
export function FileEditor({ agent, file, draft, onDraft }: Props) {
  const id = useId();
  const write = useWriteFile(agent.id);
  const readAgain = useReadFilesAgain(agent.id);
  const isConflict = hasChanged(write.error);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await write.mutateAsync({ name: file.name, hash: draft.hash, content: draft.text });
      toast.success(`${file.name} is written`);
      onDraft(null);
    } catch (error) {
      if (!hasChanged(error)) return;
      const now = (await readAgain()).find(({ name }) => name === file.name);
      onDraft({ ...draft, hash: now?.hash ?? null });
    }
  };
  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <label htmlFor={id} className="text-sm text-muted">
        {file.name} as it is to be on the gateway. Mission Control leaves it as you write it.
      </label>
      <Textarea
        id={id}
        data-own-escape
        rows={22}
        spellCheck={false}
        className="font-mono text-sm"
        value={draft.text}
        onChange={({ target }) => onDraft({ ...draft, text: target.value })}
      />
      {write.error && (
        <FormError>
          {isConflict
            ? "The file has changed on the gateway meanwhile. Below is how what is there now differs from yours: save again to replace it."
            : errorMessage(write.error)}
        </FormError>
      )}
      {isConflict && file.content !== null && (
        <div className="overflow-hidden rounded-lg border">
          <Differences before={draft.text} after={file.content} label={`What is on the gateway in ${file.name}`} />
        </div>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={() => onDraft(null)}>Cancel</Button>
        <Button type="submit" variant="primary" busy={write.isPending}>
          Save on the gateway
        </Button>
      </div>
    </form>
  );
}

function hasChanged(error: unknown): boolean {
  return error instanceof ApiError && error.code === "agent_file_changed";
}
