import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus, Waypoints } from "lucide-react";
import type { ReactNode } from "react";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useActiveOrganization } from "../organizations/queries";
import { AdminsOnly } from "./AdminsOnly";
import { GatewayDialog } from "./GatewayDialog";
import { GatewayRow } from "./GatewayRow";
import { useGateways } from "./queries";

const route = getRouteApi("/shell/gateways");

export function GatewaysPage() {
  const { new: creating } = route.useSearch();
  const navigate = useNavigate();
  const { isAdmin } = useActiveOrganization();
  const create = (open: boolean) =>
    void navigate({ to: "/gateways", search: open ? { new: true } : {}, replace: true });
  useDocumentTitle("Gateways");
  useShortcut({ keys: "n", label: "Add gateway", group: "Gateways", run: () => create(true) }, isAdmin === true);
  const add = isAdmin !== false && (
    <Button variant="primary" onClick={() => create(true)}>
      <Plus className="size-4" aria-hidden />
      Add gateway
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Gateways" description="Where OpenClaw agents live." actions={add} />
      {isAdmin === false ? <AdminsOnly /> : <GatewayList add={add} />}
      <GatewayDialog open={creating === true && isAdmin !== false} gateway={null} onClose={() => create(false)} />
    </Page>
  );
}

function GatewayList({ add }: { add: ReactNode }) {
  const { mayAsk } = useActiveOrganization();
  const { data: gateways, error, refetch } = useGateways(mayAsk);
  const list = useListKeys<HTMLUListElement>("gateway");
  if (error) return <ErrorState title="The gateways could not be loaded" error={error} onRetry={refetch} />;
  if (!gateways) return <GatewaysSkeleton />;
  if (gateways.length === 0) {
    return (
      <EmptyState icon={Waypoints} title="No gateways yet" action={add}>
        A gateway is an OpenClaw process that runs agents. Mission Control keeps a connection to each and says how it
        is. Agents that speak plain HTTP need none.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} className="rounded-lg border bg-surface">
      {gateways.map((gateway) => (
        <GatewayRow key={gateway.id} gateway={gateway} />
      ))}
    </ul>
  );
}

function GatewaysSkeleton() {
  return (
    <Loading label="Loading the gateways" className="flex flex-col gap-3">
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </Loading>
  );
}
