import { type FormEvent, useId, useState } from "react";
import { ApiError, errorMessage } from "@/lib/api/errors";
import type { Agent, AgentFile } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Textarea } from "@/ui/Input";
import { toast } from "@/ui/toast";
import { useReadFilesAgain, useWriteFile } from "./queries";

interface Props {
  agent: Agent;
  file: AgentFile;
  draft: string;
  onChange: (draft: string) => void;
  onDone: () => void;
}

/** What was typed outlasts a refusal: when the file has changed there meanwhile, the new one is read beside it. */
export function FileEditor({ agent, file, draft, onChange, onDone }: Props) {
  const id = useId();
  const write = useWriteFile(agent.id);
  const readAgain = useReadFilesAgain(agent.id);
  // What the draft was made from; it may be read again meanwhile without anybody having looked at it.
  const [hash, setHash] = useState(file.hash);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await write.mutateAsync({ name: file.name, hash, content: draft });
      toast.success(`${file.name} is written`);
      onDone();
    } catch (error) {
      if (!hasChanged(error)) return;
      const now = (await readAgain()).find(({ name }) => name === file.name);
      setHash(now?.hash ?? null);
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
        value={draft}
        onChange={({ target }) => onChange(target.value)}
      />
      {write.error && (
        <p role="alert" className="text-sm text-bad">
          {hasChanged(write.error)
            ? "The file has changed on the gateway meanwhile. What is there now has been read: save again to replace it, or cancel to look at it."
            : errorMessage(write.error)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
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
