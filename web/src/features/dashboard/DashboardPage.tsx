import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { ChartNoAxesCombined } from "lucide-react";
import type { Dashboard, Flow } from "@/lib/api/types";
import { type NativeKey, useNativeKeys, useShortcut } from "@/lib/keyboard/shortcuts";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { AgentsWork } from "./AgentsWork";
import { decisionNote, errorChart, throughputChart, timeChart, timeNote, wipChart } from "./charts";
import { ChartCard } from "./charts/ChartCard";
import { percent } from "./charts/format";
import { DashboardFilterBar } from "./DashboardFilterBar";
import { type DashboardSearch, filterOf, RANGES, USUAL_RANGE } from "./filters";
import { GatewayHealth } from "./GatewayHealth";
import { PendingApprovals } from "./PendingApprovals";
import { useDashboard, useFlow } from "./queries";
import { spendingChart, spendingNote } from "./spending";
import { Tiles } from "./Tiles";

const route = getRouteApi("/shell/dashboard");
const CHART_KEYS: readonly NativeKey[] = [{ keys: "←→", label: "Read a chart point by point", group: "Dashboard" }];

export function DashboardPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/dashboard" });
  const change = (next: Partial<DashboardSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true, resetScroll: false });
  useDashboardKeys(search, change);
  const dashboard = useDashboard(filterOf(search));
  const flow = useFlow(filterOf(search));
  const error = dashboard.error ?? flow.error;
  const retry = () => void Promise.all([dashboard.refetch(), flow.refetch()]);
  const complete = dashboard.data && flow.data;
  return (
    <Page>
      <PageHeader title="Dashboard" description="How work flows, beside the time before. Days and hours are in UTC." />
      <DashboardFilterBar search={search} onChange={change} />
      {error && (!complete || dashboard.isPlaceholderData || flow.isPlaceholderData) ? (
        <ErrorState title="The figures could not be loaded" error={error} onRetry={retry} />
      ) : complete ? (
        <Content
          dashboard={dashboard.data}
          flow={flow.data}
          search={search}
          onChoose={(agent, board) => change({ agent, board: board ?? undefined })}
        />
      ) : (
        <DashboardSkeleton />
      )}
      <GatewayHealth />
    </Page>
  );
}

interface ContentProps {
  dashboard: Dashboard;
  flow: Flow;
  search: DashboardSearch;
  onChoose: (agentId: string, boardId: string | null) => void;
}

function Content({ dashboard, flow, search, onChoose }: ContentProps) {
  if (isEmpty(dashboard, flow)) return <NothingYet />;
  const asTable = search.view === "table";
  const ofAll = search.agent ? "Of all agents: " : "";
  const openTasks = search.agent ? "Of all agents: open" : "Open";
  return (
    <>
      <Tiles dashboard={dashboard} flow={flow} ofAgent={Boolean(search.agent)} />
      <div className="grid gap-4 lg:grid-cols-2">
        <ChartCard data={throughputChart(flow)} note="Tasks that became done and still are" asTable={asTable} />
        <ChartCard
          data={wipChart(dashboard)}
          note={`${openTasks} tasks at the end of each ${flow.bucket}`}
          asTable={asTable}
        />
        <ChartCard
          data={timeChart("Cycle time", flow, flow.cycle_time)}
          note={timeNote(flow.cycle_time)}
          asTable={asTable}
        />
        <ChartCard
          data={timeChart("Lead time", flow, flow.lead_time)}
          note={timeNote(flow.lead_time)}
          asTable={asTable}
        />
        <ChartCard
          data={timeChart("Time in review", flow, flow.review_time)}
          note={timeNote(flow.review_time)}
          asTable={asTable}
        />
        <ChartCard
          data={errorChart(dashboard)}
          note={`${ofAll}${percent(dashboard.kpis.error_rate_pct)} of the events of tasks tell of a failure`}
          asTable={asTable}
        />
        <ChartCard
          data={timeChart("Time to decide", flow, flow.decision_time)}
          note={decisionNote(flow)}
          asTable={asTable}
        />
        <ChartCard data={spendingChart(flow)} note={spendingNote(flow.spending)} asTable={asTable} />
      </div>
      <AgentsWork agents={flow.agents} onChoose={({ agent_id, board_id }) => onChoose(agent_id, board_id)} />
      <PendingApprovals pending={dashboard.pending_approvals} />
    </>
  );
}

function NothingYet() {
  return (
    <EmptyState
      icon={ChartNoAxesCombined}
      title="Nothing to measure yet"
      action={
        <Link to="/boards" className="text-accent-text underline underline-offset-2">
          Go to the boards
        </Link>
      }
    >
      As soon as there are tasks, this page shows how many get done, how long they take and where they wait.
    </EmptyState>
  );
}

function DashboardSkeleton() {
  return (
    <Loading label="Loading the figures">
      <div className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
        {["a", "b", "c", "d", "e", "f"].map((tile) => (
          <Skeleton key={tile} className="h-24 rounded-lg" />
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {["a", "b", "c", "d"].map((chart) => (
          <Skeleton key={chart} className="h-72 rounded-lg" />
        ))}
      </div>
    </Loading>
  );
}

function isEmpty({ kpis, pending_approvals }: Dashboard, flow: Flow): boolean {
  const tasks = kpis.inbox_tasks + kpis.in_progress_tasks + kpis.review_tasks + kpis.done_tasks;
  const { spending, decision_time } = flow;
  const ended = [flow.lead_time, flow.cycle_time, decision_time].reduce(
    (sum, { primary, comparison }) => sum + primary.count + comparison.count,
    0,
  );
  return tasks + pending_approvals.total + ended + spending.primary.turns + spending.comparison.turns === 0;
}

function useDashboardKeys(search: DashboardSearch, change: (next: Partial<DashboardSearch>) => void): void {
  const at = RANGES.findIndex(({ key }) => key === (search.range ?? USUAL_RANGE));
  const go = (index: number) => change({ range: RANGES[Math.min(RANGES.length - 1, Math.max(0, index))]?.key });
  useShortcut({ keys: "[", label: "Shorter range", group: "Dashboard", run: () => go(at - 1) });
  useShortcut({ keys: "]", label: "Longer range", group: "Dashboard", run: () => go(at + 1) });
  useShortcut({
    keys: "v",
    label: "Charts or tables",
    group: "Dashboard",
    run: () => change({ view: search.view ? undefined : "table" }),
  });
  useNativeKeys(CHART_KEYS);
}
