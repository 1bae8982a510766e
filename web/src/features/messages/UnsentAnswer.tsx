import type { AgentMessage } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { CopyButton } from "@/ui/CopyButton";
import { keepDraft } from "./drafts";

interface Props {
  message: AgentMessage;
  text: string;
}

/** What one was writing when somebody else closed the question. */
export function UnsentAnswer({ message, text }: Props) {
  const did = message.status === "dismissed" ? "dismissed the question" : "answered";
  return (
    <div role="status" className="flex flex-col gap-2 rounded-md border border-line-strong bg-sunken p-3 text-sm">
      <p className="font-medium text-warn wrap-anywhere">
        {message.answered_by ?? "Somebody"} {did} while you wrote. Yours was not sent.
      </p>
      <blockquote className="border-l-2 pl-2 wrap-anywhere whitespace-pre-wrap">{text}</blockquote>
      <div className="flex flex-wrap justify-end gap-2">
        <CopyButton text={text} label="Copy what you wrote" visibleLabel="Copy" />
        <Button size="sm" onClick={() => keepDraft(message.id, "")}>
          Discard<span className="sr-only"> what you wrote</span>
        </Button>
      </div>
    </div>
  );
}
