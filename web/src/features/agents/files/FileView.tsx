import { PenLine } from "lucide-react";
import type { Agent, AgentFile } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Differences } from "@/ui/Differences";
import { FileEditor } from "./FileEditor";
import { FILE_STATES } from "./states";

export interface Draft {
  text: string;
  /** Of the content that it was made from; what is read meanwhile nobody has looked at. */
  hash: string | null;
}

interface Props {
  agent: Agent;
  file: AgentFile;
  draft: Draft | null;
  onDraft: (draft: Draft | null) => void;
}

/** One file: what it says, how it differs from what is wanted there, and a way to change it. */
export function FileView({ agent, file, draft, onDraft }: Props) {
  const edit = (text: string) => onDraft({ text, hash: file.hash });
  const { label, tone, words } = FILE_STATES[file.state];
  if (draft !== null) {
    return <FileEditor agent={agent} file={file} draft={draft} onDraft={onDraft} />;
  }
  const differs = file.state === "edited" && file.wanted !== null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>{label}</Badge>
        <p className="min-w-0 flex-1 basis-48 text-sm text-muted">{words}</p>
        {differs && (
          <Button size="sm" onClick={() => edit(file.wanted ?? "")}>
            Take what is wanted…
          </Button>
        )}
        <Button size="sm" onClick={() => edit(file.content ?? file.wanted ?? "")}>
          <PenLine className="size-3.5" aria-hidden />
          Edit
        </Button>
      </div>
      {differs && (
        <div className="overflow-hidden rounded-lg border">
          <p className="px-3 py-2 text-sm text-muted">
            − what Mission Control wrote, <span className="whitespace-nowrap">+ what is there now</span>
          </p>
          <Differences before={file.wanted ?? ""} after={file.content ?? ""} label={`Differences in ${file.name}`} />
        </div>
      )}
      {file.content === null ? null : (
        <pre className="rounded-lg border bg-sunken p-3 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
          {file.content || "It is empty."}
        </pre>
      )}
    </div>
  );
}
