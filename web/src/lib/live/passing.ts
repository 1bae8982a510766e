/** What is told in passing says that something that is looked at has changed: it is read again. */
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import type { Passing } from "./events";
import { refetchSoon } from "./refetchSoon";

/** An answer comes in many pieces, and each look asks the gateway. */
const SESSION_REST = 1_500;

export function applyPassing(cache: QueryClient, { type, payload }: Passing): void {
  const { gateway_id: gatewayId, session_key: key } = payload;
  if (type === "session.moved" && gatewayId && key) {
    // Its transcript is below it.
    void refetchSoon(cache, keys.session(gatewayId, key), SESSION_REST);
  }
}
