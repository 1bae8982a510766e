import { useQueries } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Agent } from "@/lib/api/types";
import { type Pulse, pulseQuery } from "../sessions/queries";
import { lookOf, type SessionLook } from "../sessions/transcript";

/** Each is a connection of its own; beyond this what agents have spent is on their gateways' pages alone. */
const GATEWAYS = 6;
/** What was spent is worth no haste. */
const STALE = 60_000;

/** Answers how the session of an agent is, as far as its gateway was asked and has told. */
export function useSpending(agents: readonly Agent[]): (agent: Agent) => SessionLook | undefined {
  const connected = agents.flatMap(({ setup, gateway_id }) => (setup?.gateway_connected ? gateway_id : []));
  const gatewayIds = [...new Set(connected)].slice(0, GATEWAYS);
  const looks = useQueries({
    queries: gatewayIds.map((id) => ({ ...pulseQuery(id), staleTime: STALE })),
    combine: bySession,
  });
  return useCallback(({ openclaw_session_id: key }) => (key ? looks.get(key) : undefined), [looks]);
}

function bySession(answers: { data?: Pulse }[]): Map<string, SessionLook> {
  const sessions = answers.flatMap(({ data }) => data?.sessions ?? []);
  return new Map(sessions.map((session) => [String(session.key), lookOf(session)]));
}
