import { type ReactNode, useState } from "react";
import type { Agent } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { announce, toast } from "@/ui/toast";
import { PauseDialog } from "../pausing/PauseDialog";
import { useResume } from "../pausing/queries";
import { type Deed, whyNotWoken } from "./deeds";
import { WakeDialog } from "./WakeDialog";

interface Deeds {
  run: (agent: Agent, deed: Deed) => void;
  /** Belongs somewhere on the page. */
  dialog: ReactNode;
}

/** What the list of agents does to one of them: from its menu, or by a key while the focus is on its row. */
export function useDeeds(agents: readonly Agent[]): Deeds {
  const [asked, setAsked] = useState<{ agent: Agent; deed: Deed } | null>(null);
  const resume = useResume();
  const close = () => setAsked(null);

  function run(agent: Agent, deed: Deed) {
    if (deed !== "resume") return setAsked({ agent, deed });
    void announce(resume.mutateAsync({ scope: "agent", id: agent.id, name: agent.name }), {
      done: `${agent.name} goes on`,
      failed: `${agent.name} was not resumed`,
    });
  }

  function onFocused(deed: Deed) {
    const id = document.activeElement?.closest<HTMLElement>("[data-agent]")?.dataset.agent;
    const agent = agents.find((one) => one.id === id);
    if (!agent) return;
    const why = deed === "pause" ? null : whyNotWoken(agent);
    if (why) toast(`${agent.name} is not woken: ${why.toLowerCase()}`);
    // A stray key must not start what was stopped.
    else if (deed !== "pause" || agent.paused_at === null) run(agent, deed);
  }

  useShortcut({ keys: "w", label: "Wake the agent", group: "Agents", run: () => onFocused("wake") });
  useShortcut({ keys: "m", label: "Nudge the agent", group: "Agents", run: () => onFocused("nudge") });
  useShortcut({ keys: "p", label: "Pause the agent", group: "Agents", run: () => onFocused("pause") });

  return { run, dialog: asked && dialogOf(asked.agent, asked.deed, close) };
}

function dialogOf(agent: Agent, deed: Deed, onClose: () => void): ReactNode {
  if (deed === "pause") {
    return <PauseDialog what={{ scope: "agent", id: agent.id, name: agent.name }} onClose={onClose} />;
  }
  return <WakeDialog agent={agent} nudges={deed === "nudge"} onClose={onClose} />;
}
