import { FileText, RotateCw, X } from "lucide-react";
import { useState } from "react";
import type { Agent, AgentFile } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/ui/Tabs";
import { type Draft, FileView } from "./FileView";
import { useAgentFiles } from "./queries";

/** The files of an agent's workspace, as they are on its gateway now. */
export function FilesPanel({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { data, error, refetch, isFetching } = useAgentFiles(agent.id);
  return (
    <Panel open onClose={onClose} label={`Files of ${agent.name}`} className="sm:max-w-3xl">
      <header className="flex items-center gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">Files</h2>
          <p className="truncate text-sm text-muted">What {agent.name} reads on its gateway</p>
        </div>
        <Button variant="ghost" size="icon-sm" aria-label="Read again" busy={isFetching} onClick={() => void refetch()}>
          <RotateCw className="size-4" aria-hidden />
        </Button>
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        {error && <ErrorState title="The gateway did not show them" error={error} onRetry={refetch} />}
        {!data && !error && (
          <Loading label="Asking the gateway" className="flex flex-col gap-3">
            <Skeleton className="h-9" />
            <Skeleton className="h-64" />
          </Loading>
        )}
        {data && !error && <Files agent={agent} files={data} />}
      </div>
    </Panel>
  );
}

function Files({ agent, files }: { agent: Agent; files: AgentFile[] }) {
  const [chosen, setChosen] = useState<string>();
  // Here, so that a look at another file costs nobody what was typed.
  const [drafts, setDrafts] = useState<Record<string, Draft | undefined>>({});
  const edited = files.find(({ state }) => state === "edited");
  const first = edited ?? files[0];
  if (!first) {
    return (
      <EmptyState icon={FileText} title="No files yet">
        They are written when the agent is set up.
      </EmptyState>
    );
  }
  return (
    <Tabs value={chosen ?? first.name} onValueChange={setChosen}>
      <TabsList aria-label="Files" className="overflow-x-auto">
        {files.map(({ name, state }) => (
          <TabsTrigger key={name} value={name} className="shrink-0 font-mono text-sm">
            {name}
            {state === "edited" && (
              <span className="size-2 rounded-full bg-warn" title="Edited on the gateway">
                <span className="sr-only">, edited on the gateway</span>
              </span>
            )}
          </TabsTrigger>
        ))}
      </TabsList>
      {files.map((file) => (
        <TabsContent key={file.name} value={file.name}>
          <FileView
            agent={agent}
            file={file}
            draft={drafts[file.name] ?? null}
            onDraft={(draft) => setDrafts((others) => ({ ...others, [file.name]: draft ?? undefined }))}
          />
        </TabsContent>
      ))}
    </Tabs>
  );
}
