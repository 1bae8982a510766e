import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Unplug } from "lucide-react";
import { useEffect, useState } from "react";
import { isUnknown } from "@/lib/api/errors";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useActiveOrganization } from "../organizations/queries";
import { AdminsOnly } from "./AdminsOnly";
import { GatewayDetail } from "./GatewayDetail";
import { useGateway } from "./queries";
import type { GatewaySearch } from "./search";

const route = getRouteApi("/shell/gateways/$gatewayId");

export function GatewayPage() {
  const { gatewayId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/gateways/$gatewayId" });
  const { isAdmin } = useActiveOrganization();
  const change = (next: GatewaySearch) => void navigate({ search: next, replace: true, resetScroll: false });
  return (
    <Page>
      {isAdmin === false ? (
        <AdminsOnly wholePage />
      ) : (
        <KnownGateway key={gatewayId} gatewayId={gatewayId} search={search} onSearch={change} />
      )}
    </Page>
  );
}

interface Props {
  gatewayId: string;
  search: GatewaySearch;
  onSearch: (search: GatewaySearch) => void;
}

function KnownGateway({ gatewayId, search, onSearch }: Props) {
  const { mayAsk } = useActiveOrganization();
  const { data: gateway, error, refetch } = useGateway(gatewayId, mayAsk);
  const [lastName, setLastName] = useState<string | null>(null);
  const name = gateway?.name;
  useEffect(() => {
    if (name) setLastName(name);
  }, [name]);
  // What was last known stays on the screen while it cannot be asked for anew, but not once it is gone.
  if (isUnknown(error)) return <Gone name={lastName} />;
  if (gateway) return <GatewayDetail gateway={gateway} search={search} onSearch={onSearch} />;
  return (
    <>
      <PageHeader title="Gateway" />
      {error ? <ErrorState title="The gateway could not be loaded" error={error} onRetry={refetch} /> : <Waiting />}
    </>
  );
}

function Gone({ name }: { name: string | null }) {
  useDocumentTitle(name ? `${name} (removed)` : "Gateway not found");
  return (
    <EmptyState
      wholePage
      icon={Unplug}
      title={name ? `${name} was removed` : "There is no such gateway"}
      action={
        <Button asChild>
          <Link to="/gateways">All gateways</Link>
        </Button>
      }
    >
      {name ? "On its host nothing has changed." : "It was removed, or belongs to another organization."}
    </EmptyState>
  );
}

function Waiting() {
  return (
    <Loading label="Loading the gateway" className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="flex flex-col gap-6">
        <Skeleton className="h-24 rounded-lg" />
        <Skeleton className="h-64 rounded-lg" />
      </div>
      <Skeleton className="h-72 rounded-lg" />
    </Loading>
  );
}
