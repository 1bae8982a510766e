/** What of a gateway is shown: kept in the URL, so that its log or one of its sessions can be linked. */
export const VIEWS = ["agents", "found", "sessions", "models", "log", "devices", "commands"] as const;
export type View = (typeof VIEWS)[number];

export interface GatewaySearch {
  view?: View;
  /** The key of a session that is open. */
  session?: string;
}

export function parseGatewaySearch(search: Record<string, unknown>): GatewaySearch {
  const view = VIEWS.find((one) => one === search.view);
  const session = typeof search.session === "string" && search.session !== "" ? search.session : undefined;
  if (session) return { view: "sessions", session };
  return view && view !== "agents" ? { view } : {};
}
