import type { Gateway, GatewayFinding } from "@/lib/api/types";
import type { Tone } from "@/ui/Badge";

type State = Gateway["status"];

const WORDS: Record<State, [label: string, tone: Tone]> = {
  connected: ["Connected", "ok"],
  connecting: ["Connecting", "info"],
  starting: ["Starting", "info"],
  unreachable: ["Unreachable", "bad"],
  tls_failed: ["TLS failed", "bad"],
  not_a_gateway: ["No gateway there", "bad"],
  slow: ["Slow", "warn"],
  hung: ["No answer", "bad"],
  protocol_mismatch: ["Other protocol", "bad"],
  auth_failed: ["Not let in", "bad"],
  pairing_required: ["Waits for pairing", "warn"],
  scope_missing: ["Lacks rights", "warn"],
  forbidden: ["Address not allowed", "bad"],
};

export function stateOf(gateway: Pick<Gateway, "status">): { label: string; tone: Tone } {
  const [label, tone] = WORDS[gateway.status];
  return { label, tone };
}

export const CHECKS: Record<GatewayFinding["check"], string> = {
  address: "Address",
  tcp: "Connection",
  tls: "Encryption",
  websocket: "Gateway answers",
  protocol: "Protocol",
  auth: "Token",
  pairing: "Pairing",
  scopes: "Rights",
  methods: "Abilities",
  version: "Version",
  heartbeats: "Heartbeats",
};
