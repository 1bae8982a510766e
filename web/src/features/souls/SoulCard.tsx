import { PenLine } from "lucide-react";
import { useState } from "react";
import type { Agent } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Markdown } from "@/ui/Markdown";
import { SoulDialog } from "./SoulDialog";

/** What an agent is to be like, as it was written for it. */
export function SoulCard({ agent }: { agent: Agent }) {
  const [editing, setEditing] = useState(false);
  return (
    <section aria-labelledby="soul" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <div className="flex items-center gap-3">
        <h2 id="soul" className="font-semibold">
          Soul
        </h2>
        {!agent.adopted_as && (
          <Button size="sm" className="ml-auto" onClick={() => setEditing(true)}>
            <PenLine className="size-3.5" aria-hidden />
            {agent.soul_template ? "Change" : "Write or choose one"}
          </Button>
        )}
      </div>
      {agent.soul_template ? (
        <div className="max-h-64 overflow-y-auto">
          <Markdown text={agent.soul_template} />
        </div>
      ) : (
        <p className="text-muted">{withoutOne(agent)}</p>
      )}
      {editing && <SoulDialog agent={agent} onClose={() => setEditing(false)} />}
    </section>
  );
}

function withoutOne(agent: Agent): string {
  if (agent.adopted_as) return "It was adopted, and its soul is its own: SOUL.md among its files.";
  return agent.connection === "gateway"
    ? "It works by the text that comes with the product for its role."
    : "None is kept for it. An agent that calls by itself can read here what is written.";
}
