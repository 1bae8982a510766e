import { FileText, Radio } from "lucide-react";
import { useState } from "react";
import type { Agent } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { TranscriptPanel } from "../sessions/TranscriptPanel";
import { FilesPanel } from "./files/FilesPanel";

/** What an agent on a gateway does and reads there. */
export function AgentWorkspace({ agent, sessionKey }: { agent: Agent; sessionKey: string }) {
  const [open, setOpen] = useState<"session" | "files" | null>(null);
  const close = () => setOpen(null);
  return (
    <section aria-labelledby="workspace" className="flex flex-wrap items-center gap-2 rounded-lg border bg-surface p-4">
      <div className="min-w-0 flex-1 basis-60">
        <h2 id="workspace" className="font-semibold">
          At work on the gateway
        </h2>
        <p className="text-sm text-muted">
          What is said to it and what it does, tool by tool; and the files it works by.
        </p>
      </div>
      <Button onClick={() => setOpen("session")}>
        <Radio className="size-4" aria-hidden />
        Watch
      </Button>
      <Button onClick={() => setOpen("files")}>
        <FileText className="size-4" aria-hidden />
        Files
      </Button>
      {open === "session" && (
        <TranscriptPanel
          place={{ gatewayId: agent.gateway_id, sessionKey }}
          name={agent.name}
          work={agent.working_on}
          silent={agent.pauses.length > 0 ? "It is paused; resume it to talk to it." : undefined}
          onClose={close}
        />
      )}
      {open === "files" && <FilesPanel agent={agent} onClose={close} />}
    </section>
  );
}
