/** Turns events of the stream into changes of the query cache, deletions included. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type {
  ActivityEvent,
  Agent,
  Board,
  BoardGroup,
  BoardGroupSnapshot,
  BoardSnapshot,
  Onboarding,
  Page,
  TagRef,
  Task,
  TaskComment,
  User,
} from "@/lib/api/types";
import { type ActivityFilter, keys } from "@/lib/queryKeys";
import { upsert, without } from "./collections";
import type { LiveEvent } from "./events";
import { applyGroupMemory, applyMemory } from "./memory";
import { pauseChanged } from "./pauses";
import { refetchSoon } from "./refetchSoon";
import { withCounts, withoutTask, withTask } from "./snapshot";

/** Charts need not move with every event, and cost more than other summaries. */
const METRICS_REST = 3_000;
/** Nor need what was found while somebody reads it. */
const SEARCH_REST = 3_000;
/** Nor the log, of which all pages that were opened are read again. */
const AUDIT_REST = 3_000;

export function applyEvents(cache: QueryClient, told: LiveEvent[]): void {
  const events = ofThisPage(cache, told);
  for (const event of events) {
    if (event.type.startsWith("task.")) applyTask(cache, event);
    else if (event.type.startsWith("agent.")) applyAgent(cache, event);
    else if (event.type.startsWith("board.")) applyBoard(cache, event);
    else if (event.type.startsWith("tag.")) applyTag(cache, event);
    else if (event.type.startsWith("custom_field.")) applyCustomField(cache);
    else if (event.type.startsWith("board_group.")) applyGroup(cache, event);
    else if (event.type.startsWith("approval.")) applyApproval(cache, event);
    else if (event.type.startsWith("memory.")) applyMemory(cache, event);
    else if (event.type.startsWith("group_memory.")) applyGroupMemory(cache, event);
    else if (event.onboarding) patchOnboarding(cache, event.onboarding);
    else if (/^(organization|member|invite)\./.test(event.type)) applyPeople(cache, event);
    else if (event.type === "auth.session_ended") void cache.invalidateQueries({ queryKey: keys.browserSessions });
    else if (event.type === "user.updated") refetch(cache, keys.me);
  }
  // A task that was made changes its template too: its last run, and when it runs next.
  if (events.some(({ type }) => type === "task.created" || type.startsWith("template."))) {
    void refetchSoon(cache, keys.templates);
  }
  // Who works on what is part of an agent's state.
  if (events.some(({ type }) => type === "task.status_changed")) {
    for (const key of [keys.agents, ["agent"]]) void refetchSoon(cache, key);
  }
  // Gateways show who lives on them, and how far each is set up there.
  if (events.some(({ type }) => /^(gateway|agent)\./.test(type))) void refetchSoon(cache, keys.gateways);
  // One that came back can be asked again.
  if (events.some(({ type }) => type === "gateway.state")) {
    for (const key of [keys.askedOfGateways, keys.allSessions]) void refetchSoon(cache, key);
  }
  // What an interview waits for is how its gateway is, and how far the agent there is set up or told.
  if (events.some(({ type }) => /^(gateway|agent|board)\./.test(type))) void refetchSoon(cache, keys.onboardings);
  // Whom a webhook tells depends on the agents there are.
  if (events.some(({ type }) => /^(webhook|agent)\./.test(type))) void refetchSoon(cache, keys.webhooks);
  if (events.some(({ type }) => type.startsWith("subscription."))) void refetchSoon(cache, keys.subscriptions);
  // Also when an agent was told of one.
  if (events.some(({ topic, type }) => topic === "messages" || type === "agent.woken")) {
    void refetchSoon(cache, keys.messages);
  }
  // Also when a gateway comes or goes: what waits for it says so.
  if (events.some(({ type }) => /^(skill(_pack)?\.|gateway\.|agent\.woken)/.test(type)))
    void refetchSoon(cache, keys.skills);
  if (events.some(({ type }) => /\.(paused|resumed)$/.test(type))) pauseChanged(cache);
  // A service comes and goes with its key.
  if (events.some(({ type }) => type.startsWith("api_key."))) {
    for (const key of [keys.apiKeys, keys.members]) void refetchSoon(cache, key);
  }
  prependActivity(cache, events);
  // Computed by the server from many rows: fetched again, and only while it is on screen.
  void refetchSoon(cache, keys.overview);
  void refetchSoon(cache, keys.audit, AUDIT_REST);
  void refetchSoon(cache, keys.metrics, METRICS_REST);
  void refetchSoon(cache, keys.groupSnapshots);
  if (events.some(({ type }) => /^(task\.(created|updated|status_changed)|agent\.(woken|turn_ended))$/.test(type))) {
    void refetchSoon(cache, keys.runs);
  }
  if (events.some(({ type }) => /^(task|memory|group_memory)\./.test(type)))
    void refetchSoon(cache, keys.searches, SEARCH_REST);
}

/** The stream follows the active organization: what it tells of another shows that somebody has switched elsewhere. */
function ofThisPage(cache: QueryClient, told: LiveEvent[]): LiveEvent[] {
  const here = cache.getQueryData<string>(keys.organizationHere);
  const ours = here ? told.filter(({ organization_id }) => organization_id === here) : told;
  if (ours.length < told.length) void refetchSoon(cache, keys.organizations);
  return ours;
}

function applyTask(cache: QueryClient, event: LiveEvent): void {
  const { task, comment, task_id: taskId } = event;
  if (event.type === "task.comment" && comment) applyComment(cache, event, comment);
  else if (task) patchTask(cache, task);
  else if (taskId && (event.type === "task.deleted" || task === null)) removeTask(cache, event.board_id, taskId);
  // What was told of it went with it.
  if (event.type === "task.deleted") void refetchSoon(cache, keys.activities);
  void refetchSoon(cache, keys.explanations);
  void refetchSoon(cache, keys.histories);
  // They show how their tasks stand, and whether an agent has acted on the decision.
  void refetchSoon(cache, keys.approvalDetails);
  if (changesTagCounts(event)) void refetchSoon(cache, keys.tags);
}

/** How many tasks carry each tag is counted by the server, and asked for again only when that may have changed. */
function changesTagCounts({ type, task, payload }: LiveEvent): boolean {
  if (type === "task.created") return Boolean(task?.tag_ids.length);
  const { after, changes } = payload as { after?: object | string; changes?: object };
  const changed = changes ?? after;
  return type === "task.deleted" || (typeof changed === "object" && "tags" in changed);
}

/** Also what a mutation calls with the server's answer. */
export function patchTask(cache: QueryClient, task: Task): void {
  cache.setQueryData<Task>(keys.task(task.id), (old) => (old ? upsert([old], task)[0] : task));
  if (task.board_id) patchSnapshot(cache, task.board_id, (board) => withTask(board, task));
}

export function removeTask(cache: QueryClient, boardId: string | null, taskId: string): void {
  cache.setQueryData(keys.task(taskId), null);
  if (boardId) patchSnapshot(cache, boardId, (board) => withoutTask(board, taskId));
}

function applyComment(cache: QueryClient, event: LiveEvent, comment: TaskComment): void {
  const known = !appendComment(cache, event.task_id ?? "", comment);
  if (event.task) patchTask(cache, event.task);
  if (event.task || known || !event.board_id) return;
  patchSnapshot(cache, event.board_id, (board) => {
    const task = board.tasks.find((one) => one.id === event.task_id);
    return task ? withTask(board, { ...task, comments_count: task.comments_count + 1 }) : board;
  });
}

/** False when the comment was already there, as after posting it oneself. */
export function appendComment(cache: QueryClient, taskId: string, comment: TaskComment): boolean {
  let added = true;
  cache.setQueryData<TaskComment[]>(keys.comments(taskId), (old) => {
    if (!old) return old;
    added = !old.some((one) => one.id === comment.id);
    return added ? [...old, comment] : old;
  });
  return added;
}

/** Lists and details of approvals are put together by the server; the marks on cards follow at once. */
function applyApproval(cache: QueryClient, event: LiveEvent): void {
  const counts = event.task_counts ? [event.task_counts].flat() : [];
  if (event.board_id) patchSnapshot(cache, event.board_id, (board) => withCounts(board, counts));
  // Whoever asked waits for it, or does so no more.
  if (event.agent) patchAgent(cache, event.agent);
  void refetchSoon(cache, keys.approvals);
  void refetchSoon(cache, keys.explanations);
}

function applyAgent(cache: QueryClient, event: LiveEvent): void {
  const { agent } = event;
  const agentId = agent?.id ?? event.agent_id;
  if (agent) patchAgent(cache, agent);
  else if (agentId && (event.type === "agent.deleted" || agent === null)) removeAgent(cache, agentId);
}

export function patchAgent(cache: QueryClient, agent: Agent): void {
  cache.setQueryData<Agent>(keys.agent(agent.id), (old) => (old ? { ...old, ...agent } : agent));
  cache.setQueryData<Agent[]>(keys.agents, (old) => old && upsert(old, agent));
  eachSnapshot(cache, (board) => {
    const here = agent.board_id === board.board.id;
    const agents = here ? upsert(board.agents, agent) : without(board.agents, agent.id);
    return agents === board.agents ? board : { ...board, agents };
  });
}

export function removeAgent(cache: QueryClient, agentId: string): void {
  cache.setQueryData(keys.agent(agentId), null);
  cache.setQueryData<Agent[]>(keys.agents, (old) => old && without(old, agentId));
  eachSnapshot(cache, (board) => ({ ...board, agents: without(board.agents, agentId) }));
}

function applyBoard(cache: QueryClient, event: LiveEvent): void {
  // Which groups there are for somebody depends on the boards in them.
  void refetchSoon(cache, keys.groups);
  // Its name and its expiry are part of what approvals show.
  void refetchSoon(cache, keys.approvals);
  if (event.board) patchBoard(cache, event.board);
  else if (event.board_id && event.type === "board.deleted") removeBoard(cache, event.board_id);
}

export function patchBoard(cache: QueryClient, board: Board): void {
  cache.setQueryData<Board[]>(keys.boards, (old) => old && byName(upsert(old, board)));
  void refetchSoon(cache, keys.groupSnapshots);
  patchSnapshot(cache, board.id, (old) => ({ ...old, board: upsert([old.board], board)[0] ?? board }));
}

export function removeBoard(cache: QueryClient, boardId: string): void {
  cache.setQueryData<Board[]>(keys.boards, (old) => old && without(old, boardId));
  cache.setQueryData(keys.snapshot(boardId), null);
}

/** An answer that was under way while an event came may be older than what that told. */
export function newer(known: Onboarding | null | undefined, fresh: Onboarding): Onboarding {
  return known?.id === fresh.id && known.version > fresh.version ? known : fresh;
}

/** Also one that was begun anew, which begins with its first version again. */
export function patchOnboarding(cache: QueryClient, onboarding: Onboarding): void {
  cache.setQueryData<Onboarding | null>(keys.onboarding(onboarding.board_id), (old) => newer(old, onboarding));
}

function applyGroup(cache: QueryClient, event: LiveEvent): void {
  const groupId = event.payload.group_id;
  if (event.board_group) patchGroup(cache, event.board_group);
  else if (typeof groupId === "string" && event.type === "board_group.deleted") removeGroup(cache, groupId);
}

export function patchGroup(cache: QueryClient, group: BoardGroup): void {
  cache.setQueryData<BoardGroup[]>(keys.groups, (old) => old && byName(upsert(old, group)));
  cache.setQueryData<BoardGroupSnapshot | null>(keys.groupSnapshot(group.id), (old) => (old ? { ...old, group } : old));
}

export function removeGroup(cache: QueryClient, groupId: string): void {
  cache.setQueryData<BoardGroup[]>(keys.groups, (old) => old && without(old, groupId));
  cache.setQueryData(keys.groupSnapshot(groupId), null);
}

function byName<Named extends { name: string }>(items: Named[]): Named[] {
  return [...items].sort((a, b) => a.name.localeCompare(b.name));
}

function patchSnapshot(cache: QueryClient, boardId: string, change: (board: BoardSnapshot) => BoardSnapshot): void {
  cache.setQueryData<BoardSnapshot | null>(keys.snapshot(boardId), (old) => (old ? change(old) : old));
}

function eachSnapshot(cache: QueryClient, change: (board: BoardSnapshot) => BoardSnapshot): void {
  cache.setQueriesData<BoardSnapshot | null>({ queryKey: ["snapshot"] }, (old) => (old ? change(old) : old));
}

/** One event stands for all tasks that carry the tag. */
function applyTag(cache: QueryClient, { type, payload }: LiveEvent): void {
  void refetchSoon(cache, keys.tags);
  const tag = payload.tag as TagRef | undefined;
  if (type === "tag.updated" && tag) eachTask(cache, (task) => retagged(task, tag.id, tag));
  if (type === "tag.deleted") eachTask(cache, (task) => retagged(task, String(payload.tag_id), null));
}

function retagged<Item extends Task>(task: Item, tagId: string, tag: TagRef | null): Item {
  if (!task.tag_ids.includes(tagId)) return task;
  const tags = task.tags.flatMap((one) => (one.id === tagId ? (tag ? [tag] : []) : [one]));
  return { ...task, tags, tag_ids: tags.map(({ id }) => id) };
}

function eachTask(cache: QueryClient, change: <Item extends Task>(task: Item) => Item): void {
  cache.setQueriesData<Task | null>({ queryKey: ["task"] }, (old) => (old ? change(old) : old));
  eachSnapshot(cache, (board) => ({ ...board, tasks: board.tasks.map(change) }));
}

/** Which fields a board's tasks have, and what they show without a value, is the server's to say. */
function applyCustomField(cache: QueryClient): void {
  for (const key of [keys.customFields, ["snapshot"], ["task"]]) refetch(cache, key);
}

/** What one may see depends on one's own place: all of it is asked for again when that changes. */
function applyPeople(cache: QueryClient, { payload }: LiveEvent): void {
  const me = cache.getQueryData<User>(keys.me);
  const mine = me !== undefined && payload.user_id === me.id;
  const changed = mine ? [[]] : [keys.organizations, keys.organization, keys.members, keys.invites, keys.apiKeys];
  for (const key of changed) refetch(cache, key);
}

const LONGEST_FEED = 1_000;
type Feed = InfiniteData<Page<ActivityEvent>>;

function prependActivity(cache: QueryClient, events: LiveEvent[]): void {
  for (const [key, feed] of cache.getQueriesData<Feed>({ queryKey: keys.activities })) {
    const filter = (key[1] ?? {}) as ActivityFilter;
    const fresh = events.filter((event) => matches(event, filter)).map(toActivity);
    const first = feed?.pages[0];
    if (!feed || !first || fresh.length === 0) continue;
    const seen = new Set(first.items.map((item) => item.id));
    const added = fresh.reverse().filter((item) => !seen.has(item.id));
    const page = { ...first, items: [...added, ...first.items], total: first.total + added.length };
    cache.setQueryData<Feed>(key, bounded({ ...feed, pages: [page, ...feed.pages.slice(1)] }));
  }
}

/**
 * A page that stays open on a busy fleet must not grow for ever: the newest part is kept, and the reader gets the rest
 * from the server again.
 */
function bounded(feed: Feed): Feed {
  const [first] = feed.pages;
  if (!first || first.items.length <= LONGEST_FEED) return feed;
  return { pages: [{ ...first, items: first.items.slice(0, LONGEST_FEED) }], pageParams: feed.pageParams.slice(0, 1) };
}

function matches(event: LiveEvent, filter: ActivityFilter): boolean {
  return (
    (!filter.board_id || filter.board_id === event.board_id) &&
    (!filter.task_id || concerns(event, filter.task_id)) &&
    (!filter.agent_id || filter.agent_id === event.agent_id) &&
    (filter.event_type ? filter.event_type === event.type : event.listed)
  );
}

/** An approval may be about several tasks, of which only the first is the event's own. */
function concerns({ task_id, payload }: LiveEvent, taskId: string): boolean {
  return task_id === taskId || (Array.isArray(payload.task_ids) && payload.task_ids.includes(taskId));
}

function toActivity(event: LiveEvent): ActivityEvent {
  const { id, seq, message, created_at, board_id, task_id, agent_id, actor, payload } = event;
  const place = { route_name: null, route_params: null };
  return {
    id,
    seq,
    event_type: event.type,
    message,
    created_at,
    board_id,
    task_id,
    agent_id,
    actor,
    payload,
    ...place,
  };
}

function refetch(cache: QueryClient, queryKey: readonly unknown[]): void {
  void cache.invalidateQueries({ queryKey, refetchType: "active" });
}
