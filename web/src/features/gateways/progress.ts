import type { GatewayAgent } from "@/lib/api/types";

/** How many of a gateway's agents have there what they are to have; those that are leaving do not count. */
export function progressOf(agents: GatewayAgent[]): { done: number; total: number } {
  const staying = agents.filter(({ phase }) => phase !== "removing");
  return { done: staying.filter(({ is_current }) => is_current).length, total: staying.length };
}
