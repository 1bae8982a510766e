/** Every key of the query cache. The live stream patches by these, so they are written down once. */
export interface ActivityFilter {
  board_id?: string;
  task_id?: string;
  agent_id?: string;
  event_type?: string;
}

export interface AuditFilter {
  text?: string;
  actor_id?: string;
  event_type?: string;
  board_id?: string;
  entity_id?: string;
  request_id?: string;
  address?: string;
  since?: string;
  until?: string;
}

export interface MetricsFilter {
  range_key: "24h" | "3d" | "7d" | "14d" | "1m" | "3m" | "6m" | "1y";
  group_id?: string;
  board_id?: string;
  agent_id?: string;
  tag_id?: string;
}

export const keys = {
  me: ["me"] as const,
  signInMode: ["sign-in-mode"] as const,
  organizations: ["organizations"] as const,
  organization: ["organization"] as const,
  organizationHere: ["organization-here"] as const,
  members: ["members"] as const,
  myPlace: ["my-place"] as const,
  invites: ["invites"] as const,
  invitePreview: (token: string) => ["invite", token] as const,
  organizationDeletion: ["deletion", "organization"] as const,
  accountDeletion: ["deletion", "account"] as const,
  apiKeys: ["api-keys"] as const,
  browserSessions: ["browser-sessions"] as const,
  overview: ["overview"] as const,
  system: ["system"] as const,
  queuedJobs: ["system", "jobs"] as const,
  failedJobs: (shown: number) => ["system", "failed-jobs", shown] as const,
  boards: ["boards"] as const,
  tags: ["tags"] as const,
  customFields: ["custom-fields"] as const,
  groups: ["groups"] as const,
  groupSnapshots: ["group-snapshot"] as const,
  groupSnapshot: (groupId: string) => ["group-snapshot", groupId] as const,
  snapshot: (boardId: string) => ["snapshot", boardId] as const,
  task: (taskId: string) => ["task", taskId] as const,
  explanations: ["explanation"] as const,
  explanation: (taskId: string) => ["explanation", taskId] as const,
  comments: (taskId: string) => ["comments", taskId] as const,
  histories: ["history"] as const,
  history: (taskId: string) => ["history", taskId] as const,
  runs: ["runs"] as const,
  runsOf: (taskId: string, shown: number) => ["runs", taskId, shown] as const,
  metrics: ["metrics"] as const,
  dashboard: (filter: MetricsFilter) => ["metrics", "dashboard", filter] as const,
  flow: (filter: MetricsFilter) => ["metrics", "flow", filter] as const,
  templates: ["templates"] as const,
  templatesOf: (boardId: string) => ["templates", boardId] as const,
  templateRuns: (templateId: string) => ["templates", "runs", templateId] as const,
  gateways: ["gateways"] as const,
  gatewayAgents: (gatewayId: string) => ["gateways", "agents", gatewayId] as const,
  gateway: (gatewayId: string) => ["gateways", "one", gatewayId] as const,
  gatewayAbilities: (gatewayId: string) => ["gateways", "abilities", gatewayId] as const,
  gatewayUses: (gatewayId: string) => ["gateways", "uses", gatewayId] as const,
  /** What gateways themselves are asked for: apart, so that not every change of an agent asks them. */
  askedOfGateways: ["asked-of-gateways"] as const,
  discoveredAgents: (gatewayId: string) => ["asked-of-gateways", "discovered", gatewayId] as const,
  waitingCommands: (gatewayId: string) => ["asked-of-gateways", "commands", gatewayId] as const,
  pairingRequests: (gatewayId: string) => ["asked-of-gateways", "pairing", gatewayId] as const,
  gatewayModels: (gatewayId: string) => ["asked-of-gateways", "models", gatewayId] as const,
  gatewayLog: (gatewayId: string) => ["asked-of-gateways", "log", gatewayId] as const,
  allSessions: ["sessions"] as const,
  sessions: (gatewayId: string) => ["sessions", gatewayId] as const,
  session: (gatewayId: string, key: string) => ["sessions", gatewayId, key] as const,
  transcript: (gatewayId: string, key: string) => ["sessions", gatewayId, key, "transcript"] as const,
  agentFiles: (agentId: string) => ["agent-files", agentId] as const,
  onboardings: ["onboarding"] as const,
  onboarding: (boardId: string) => ["onboarding", boardId] as const,
  webhooks: ["webhooks"] as const,
  webhooksOf: (boardId: string) => ["webhooks", boardId] as const,
  deliveries: (webhookId: string, shown: number) => ["webhooks", "deliveries", webhookId, shown] as const,
  delivery: (payloadId: string) => ["webhooks", "delivery", payloadId] as const,
  subscriptions: ["subscriptions"] as const,
  subscriptionList: ["subscriptions", "list"] as const,
  eventDeliveries: (subscriptionId: string, state: string | undefined, shown: number) =>
    ["subscriptions", "deliveries", subscriptionId, state ?? "", shown] as const,
  skills: ["skills"] as const,
  skillList: ["skills", "list"] as const,
  skill: (skillId: string) => ["skills", "one", skillId] as const,
  skillInstalls: (skillId: string) => ["skills", "installs", skillId] as const,
  skillPacks: ["skills", "packs"] as const,
  skillPackSync: (syncId: string) => ["skills", "sync", syncId] as const,
  schedulePreview: (cron: string, timeZone: string) => ["schedule", cron, timeZone] as const,
  /** Of a board, or of a group: their ids are different ones. */
  allNotes: (placeId: string) => ["notes", placeId] as const,
  notes: (placeId: string, tag: string | undefined) => ["notes", placeId, tag ?? ""] as const,
  groupMessages: (groupId: string) => ["group-messages", groupId] as const,
  searches: ["search"] as const,
  bestHits: (text: string) => ["search", "best", text] as const,
  hits: (wanted: { q: string; kind?: string; board?: string }) => ["search", "all", wanted] as const,
  agents: ["agents"] as const,
  agent: (agentId: string) => ["agent", agentId] as const,
  messages: ["messages"] as const,
  messageList: (filter: { open: boolean; boardId?: string }) => ["messages", "list", filter] as const,
  questionCount: ["messages", "count"] as const,
  souls: ["souls"] as const,
  soulsFound: (text: string) => ["souls", "found", text] as const,
  soul: (handle: string, slug: string) => ["souls", "text", handle, slug] as const,
  soulOf: (agentId: string) => ["soul-of", agentId] as const,
  approvals: ["approvals"] as const,
  approvalList: (filter: { pending: boolean; boardId?: string }) => ["approvals", "list", filter] as const,
  approvalCount: ["approvals", "count"] as const,
  approvalDetails: ["approvals", "one"] as const,
  approval: (approvalId: string) => ["approvals", "one", approvalId] as const,
  approvalsOfTask: (taskId: string) => ["approvals", "task", taskId] as const,
  audit: ["audit"] as const,
  auditList: (filter: AuditFilter) => ["audit", "list", filter] as const,
  auditEvent: (seq: number) => ["audit-event", seq] as const,
  activities: ["activity"] as const,
  activity: (filter: ActivityFilter) => ["activity", filter] as const,
};
