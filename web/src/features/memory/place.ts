import type { MemoryPlace } from "@/lib/live/memory";

/** Where something is kept and said, with whom it can call there. */
export interface NamedPlace extends MemoryPlace {
  name: string;
  agentNames: string[];
}
