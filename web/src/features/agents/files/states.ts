import type { AgentFile } from "@/lib/api/types";
import type { Tone } from "@/ui/Badge";

export const FILE_STATES: Record<AgentFile["state"], { label: string; tone: Tone; words: string }> = {
  as_wanted: { label: "As written", tone: "ok", words: "As Mission Control wrote it." },
  edited: { label: "Edited there", tone: "warn", words: "Edited on the gateway, and so left as it is." },
  queued: { label: "To be written", tone: "info", words: "Mission Control writes it next." },
  own: { label: "The agent’s own", tone: "neutral", words: "The agent's own: Mission Control leaves it alone." },
  missing: { label: "Not there", tone: "neutral", words: "It is not on the gateway." },
};
