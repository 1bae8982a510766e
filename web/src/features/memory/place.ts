import type { MemoryPlace } from "@/lib/live/memory";
import { useMayWriteOn } from "../people/mayWrite";

/** Where something is kept and said, with whom it can call there. */
export interface NamedPlace extends MemoryPlace {
  name: string;
  agentNames: string[];
}

/** Who may read a group may speak in it; on a board that is for who may change it. */
export function useMayWriteIn({ kind, id }: MemoryPlace): boolean {
  const mayWriteOn = useMayWriteOn();
  return kind === "group" || mayWriteOn(id);
}
