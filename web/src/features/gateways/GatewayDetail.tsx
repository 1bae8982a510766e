import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { Gateway } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { PageHeader } from "@/ui/PageHeader";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/ui/Tabs";
import { PausedNotice } from "../pausing/PausedNotice";
import { CommandList } from "./CommandList";
import { DeviceList } from "./DeviceList";
import { DiscoveredList } from "./DiscoveredList";
import { GatewayActions } from "./GatewayActions";
import { GatewayAgents } from "./GatewayAgents";
import { GatewayFacts } from "./GatewayFacts";
import { GatewayStateCard } from "./GatewayStateCard";
import { LogView } from "./LogView";
import { ModelList } from "./ModelList";
import { SessionList } from "./SessionList";
import { type GatewaySearch, VIEWS, type View } from "./search";

interface Props {
  gateway: Gateway;
  search: GatewaySearch;
  onSearch: (search: GatewaySearch) => void;
}

const NAMES: Record<View, string> = {
  agents: "Agents",
  found: "Find agents",
  sessions: "Sessions",
  models: "Models",
  log: "Log",
  devices: "Devices",
  commands: "Commands",
};

export function GatewayDetail({ gateway, search, onSearch }: Props) {
  return (
    <>
      <Button asChild variant="ghost" size="sm" className="-ml-2 mb-1">
        <Link to="/gateways">
          <ArrowLeft className="size-4" aria-hidden />
          Gateways
        </Link>
      </Button>
      <PageHeader
        title={gateway.name}
        description={<span className="font-mono text-sm wrap-anywhere">{gateway.url}</span>}
        actions={<GatewayActions gateway={gateway} />}
      />
      <PausedNotice
        on={{ scope: "gateway", id: gateway.id, name: gateway.name }}
        pauses={gateway.pauses}
        className="mb-6"
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <GatewayStateCard gateway={gateway} />
          <Views gateway={gateway} search={search} onSearch={onSearch} />
        </div>
        <GatewayFacts gateway={gateway} />
      </div>
    </>
  );
}

/** What goes on there. All but the first is asked of the gateway itself. */
function Views({ gateway, search, onSearch }: Props) {
  return (
    <Tabs
      value={search.view ?? "agents"}
      onValueChange={(view) => onSearch(view === "agents" ? {} : { view: view as View })}
      className="min-w-0"
    >
      <TabsList
        aria-label={`What is on ${gateway.name}`}
        className="-mx-4 gap-3 overflow-x-auto px-4 sm:mx-0 sm:gap-4 sm:px-0"
      >
        {VIEWS.map((view) => (
          <TabsTrigger key={view} value={view} className="shrink-0">
            {NAMES[view]}
            {view === "commands" && gateway.commands_waiting > 0 && (
              <Badge tone="warn">{gateway.commands_waiting}</Badge>
            )}
          </TabsTrigger>
        ))}
      </TabsList>
      <TabsContent value="agents">
        <GatewayAgents gateway={gateway} />
      </TabsContent>
      <TabsContent value="found">
        <DiscoveredList gateway={gateway} />
      </TabsContent>
      <TabsContent value="sessions">
        <SessionList
          gateway={gateway}
          open={search.session ?? null}
          onOpen={(session) => onSearch({ view: "sessions", ...(session ? { session } : {}) })}
        />
      </TabsContent>
      <TabsContent value="models">
        <ModelList gateway={gateway} />
      </TabsContent>
      <TabsContent value="log">
        <LogView gateway={gateway} />
      </TabsContent>
      <TabsContent value="devices">
        <DeviceList gateway={gateway} />
      </TabsContent>
      <TabsContent value="commands">
        <CommandList gateway={gateway} />
      </TabsContent>
    </Tabs>
  );
}
