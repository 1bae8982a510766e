import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { parseActivitySearch } from "./features/activity/filters";
import { parseAgentSearch } from "./features/agents/filters";
import { parseApprovalSearch } from "./features/approvals/filters";
import { parseAuditSearch } from "./features/audit/filters";
import { parseBoardSearch } from "./features/boards/filters";
import { snapshotQuery } from "./features/boards/queries";
import { parseDashboardSearch } from "./features/dashboard/filters";
import { parseGatewaySearch } from "./features/gateways/search";
import { groupSnapshotQuery } from "./features/groups/queries";
import type { MemoryTab } from "./features/memory/MemoryPanel";
import { parseMessageSearch } from "./features/messages/filters";
import { parseSearchSearch } from "./features/search/filters";
import { SignInPage } from "./features/session/SignInPage";
import { NotFoundPage } from "./features/shell/NotFoundPage";
import { PageFailure } from "./features/shell/PageFailure";
import { PagePending } from "./features/shell/PagePending";
import { Shell } from "./features/shell/Shell";
import type { SkillSearch } from "./features/skills/filter";
import type { PacksSearch } from "./features/skills/PacksPage";
import { lazyPage } from "./lib/lazyPage";
import { type Search, text, wantsNew } from "./lib/searchParams";
import { sessionToken } from "./lib/session";

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ notFoundComponent: NotFoundPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Search): { to?: string; expired?: boolean; error?: string; arrived?: boolean } => ({
    to: text(search.to),
    expired: search.expired === true ? true : undefined,
    error: text(search.error),
    arrived: search.arrived === true ? true : undefined,
  }),
  component: SignInPage,
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: ({ location }) => {
    if (sessionToken()) return;
    throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { to: location.href } });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  component: lazyPage(() => import("./features/home/HomePage"), "HomePage"),
});

const dashboard = createRoute({
  getParentRoute: () => shell,
  path: "/dashboard",
  validateSearch: parseDashboardSearch,
  component: lazyPage(() => import("./features/dashboard/DashboardPage"), "DashboardPage"),
});

const boards = createRoute({
  getParentRoute: () => shell,
  path: "/boards",
  validateSearch: wantsBoards,
  component: lazyPage(() => import("./features/boards/BoardsPage"), "BoardsPage"),
});

const groups = createRoute({
  getParentRoute: () => shell,
  path: "/groups",
  validateSearch: wantsNew,
  component: lazyPage(() => import("./features/groups/GroupsPage"), "GroupsPage"),
});

const group = createRoute({
  getParentRoute: () => shell,
  path: "/groups/$groupId",
  validateSearch: ({ panel, at }: Record<string, unknown>): { panel?: MemoryTab; at?: string } =>
    panel === "chat" || panel === "notes" ? { panel, ...(typeof at === "string" && at && { at }) } : {},
  loader: ({ params, context }) => void context.queryClient.prefetchQuery(groupSnapshotQuery(params.groupId)),
  component: lazyPage(() => import("./features/groups/GroupPage"), "GroupPage"),
});

const board = createRoute({
  getParentRoute: () => shell,
  path: "/boards/$boardId",
  validateSearch: parseBoardSearch,
  // Started here and not awaited: the data is under way while the page's code is still being fetched.
  loader: ({ params, context }) => void context.queryClient.prefetchQuery(snapshotQuery(params.boardId)),
  component: lazyPage(() => import("./features/boards/BoardPage"), "BoardPage"),
});

const boardSettings = createRoute({
  getParentRoute: () => shell,
  path: "/boards/$boardId/settings",
  component: lazyPage(() => import("./features/boards/BoardSettingsPage"), "BoardSettingsPage"),
});

const boardTemplates = createRoute({
  getParentRoute: () => shell,
  path: "/boards/$boardId/templates",
  validateSearch: (search: Search): { new?: true; edit?: string } => ({
    ...wantsNew(search),
    edit: text(search.edit),
  }),
  component: lazyPage(() => import("./features/templates/TemplatesPage"), "TemplatesPage"),
});

const boardOnboarding = createRoute({
  getParentRoute: () => shell,
  path: "/boards/$boardId/onboarding",
  validateSearch: ({ write }: Record<string, unknown>): { write?: true } => (write ? { write: true } : {}),
  component: lazyPage(() => import("./features/onboarding/OnboardingPage"), "OnboardingPage"),
});

const boardWebhooks = createRoute({
  getParentRoute: () => shell,
  path: "/boards/$boardId/webhooks",
  validateSearch: (search: Search): { new?: true; edit?: string; deliveries?: string; delivery?: string } => ({
    ...wantsNew(search),
    edit: text(search.edit),
    deliveries: text(search.deliveries),
    delivery: text(search.delivery),
  }),
  component: lazyPage(() => import("./features/webhooks/WebhooksPage"), "WebhooksPage"),
});

const agents = createRoute({
  getParentRoute: () => shell,
  path: "/agents",
  validateSearch: parseAgentSearch,
  component: lazyPage(() => import("./features/agents/AgentsPage"), "AgentsPage"),
});

const agent = createRoute({
  getParentRoute: () => shell,
  path: "/agents/$agentId",
  component: lazyPage(() => import("./features/agents/AgentPage"), "AgentPage"),
});

const approvals = createRoute({
  getParentRoute: () => shell,
  path: "/approvals",
  validateSearch: parseApprovalSearch,
  component: lazyPage(() => import("./features/approvals/ApprovalsPage"), "ApprovalsPage"),
});

const messages = createRoute({
  getParentRoute: () => shell,
  path: "/messages",
  validateSearch: parseMessageSearch,
  component: lazyPage(() => import("./features/messages/MessagesPage"), "MessagesPage"),
});

const activity = createRoute({
  getParentRoute: () => shell,
  path: "/activity",
  validateSearch: parseActivitySearch,
  component: lazyPage(() => import("./features/activity/ActivityPage"), "ActivityPage"),
});

const gateways = createRoute({
  getParentRoute: () => shell,
  path: "/gateways",
  validateSearch: wantsNew,
  component: lazyPage(() => import("./features/gateways/GatewaysPage"), "GatewaysPage"),
});

const gateway = createRoute({
  getParentRoute: () => shell,
  path: "/gateways/$gatewayId",
  validateSearch: parseGatewaySearch,
  component: lazyPage(() => import("./features/gateways/GatewayPage"), "GatewayPage"),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: "/audit",
  validateSearch: parseAuditSearch,
  component: lazyPage(() => import("./features/audit/AuditPage"), "AuditPage"),
});

const jobs = createRoute({
  getParentRoute: () => shell,
  path: "/jobs",
  component: lazyPage(() => import("./features/system/JobsPage"), "JobsPage"),
});

const tags = createRoute({
  getParentRoute: () => shell,
  path: "/tags",
  validateSearch: wantsNew,
  component: lazyPage(() => import("./features/tags/TagsPage"), "TagsPage"),
});

const customFields = createRoute({
  getParentRoute: () => shell,
  path: "/custom-fields",
  validateSearch: wantsNew,
  component: lazyPage(() => import("./features/customFields/CustomFieldsPage"), "CustomFieldsPage"),
});

const skills = createRoute({
  getParentRoute: () => shell,
  path: "/skills",
  validateSearch: (search: Search): SkillSearch & { new?: true; skill?: string } => ({
    ...wantsNew(search),
    skill: text(search.skill),
    q: text(search.q),
    category: text(search.category),
    risk: text(search.risk),
    pack: text(search.pack),
  }),
  component: lazyPage(() => import("./features/skills/SkillsPage"), "SkillsPage"),
});

const subscriptions = createRoute({
  getParentRoute: () => shell,
  path: "/subscriptions",
  validateSearch: (search: Search): { new?: true; deliveries?: string } => ({
    ...wantsNew(search),
    deliveries: text(search.deliveries),
  }),
  component: lazyPage(() => import("./features/subscriptions/SubscriptionsPage"), "SubscriptionsPage"),
});

const skillPacks = createRoute({
  getParentRoute: () => shell,
  path: "/skills/packs",
  validateSearch: (search: Search): PacksSearch => ({
    ...wantsNew(search),
    edit: text(search.edit),
    review: text(search.review),
  }),
  component: lazyPage(() => import("./features/skills/PacksPage"), "PacksPage"),
});

const organization = createRoute({
  getParentRoute: () => shell,
  path: "/organization",
  validateSearch: (search: Search): { invite?: true } => (search.invite ? { invite: true } : {}),
  component: lazyPage(() => import("./features/people/OrganizationPage"), "OrganizationPage"),
});

const invite = createRoute({
  getParentRoute: () => shell,
  path: "/invite",
  validateSearch: (search: Search): { token?: string } => ({ token: text(search.token) }),
  component: lazyPage(() => import("./features/people/InvitePage"), "InvitePage"),
});

const search = createRoute({
  getParentRoute: () => shell,
  path: "/search",
  validateSearch: parseSearchSearch,
  component: lazyPage(() => import("./features/search/SearchPage"), "SearchPage"),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: "/settings",
  component: lazyPage(() => import("./features/settings/SettingsPage"), "SettingsPage"),
});

/** Inside the shell, so that a mistyped address keeps the navigation. */
const unknown = createRoute({ getParentRoute: () => shell, path: "$", component: NotFoundPage });

const routeTree = root.addChildren([
  signIn,
  shell.addChildren([
    home,
    dashboard,
    boards,
    board,
    boardSettings,
    boardTemplates,
    boardOnboarding,
    boardWebhooks,
    groups,
    group,
    agents,
    agent,
    approvals,
    messages,
    activity,
    gateways,
    gateway,
    audit,
    jobs,
    tags,
    customFields,
    skills,
    skillPacks,
    organization,
    invite,
    search,
    settings,
    subscriptions,
    unknown,
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageFailure,
    defaultPendingComponent: PagePending,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

function wantsBoards(search: Search): { new?: true; group?: string } {
  return { ...wantsNew(search), ...(text(search.group) && { group: text(search.group) }) };
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
