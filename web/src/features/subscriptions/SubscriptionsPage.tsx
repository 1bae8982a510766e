import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Lock, Plus, Rss } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { MadeSubscription, Subscription } from "@/lib/api/types";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { useListKeys } from "@/lib/keyboard/useListKeys";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { Page, PageHeader } from "@/ui/PageHeader";
import { ShownOnce } from "@/ui/ShownOnce";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useActiveOrganization } from "../organizations/queries";
import { DeliveriesPanel } from "./DeliveriesPanel";
import { useSubscriptions } from "./queries";
import { SubscriptionDialog } from "./SubscriptionDialog";
import { SubscriptionRow } from "./SubscriptionRow";

const route = getRouteApi("/shell/subscriptions");

export function SubscriptionsPage() {
  const { new: creating } = route.useSearch();
  const navigate = useNavigate();
  const { isAdmin } = useActiveOrganization();
  const [made, setMade] = useState<MadeSubscription | null>(null);
  const create = (open: boolean) =>
    void navigate({ to: "/subscriptions", search: open ? { new: true } : {}, replace: true });
  useDocumentTitle("Subscriptions");
  useShortcut(
    { keys: "n", label: "Add subscription", group: "Subscriptions", run: () => create(true) },
    isAdmin === true,
  );
  const add = isAdmin !== false && (
    <Button variant="primary" onClick={() => create(true)}>
      <Plus className="size-4" aria-hidden />
      Add subscription
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Subscriptions" description="Addresses that are told what happens here." actions={add} />
      {isAdmin === false ? <AdminsOnly /> : <List add={add} onSecret={setMade} />}
      <SubscriptionDialog
        open={creating === true && isAdmin !== false}
        subscription={null}
        onClose={() => create(false)}
        onMade={setMade}
      />
      <Secret made={made} onClose={() => setMade(null)} />
    </Page>
  );
}

function List({ add, onSecret }: { add: ReactNode; onSecret: (made: MadeSubscription) => void }) {
  const { mayAsk } = useActiveOrganization();
  const { deliveries } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, refetch } = useSubscriptions(mayAsk);
  const [editing, setEditing] = useState<string | null>(null);
  const list = useListKeys<HTMLUListElement>("subscription");
  const look = (id?: string) =>
    void navigate({ to: "/subscriptions", search: id ? { deliveries: id } : {}, replace: true });
  if (error && !data)
    return <ErrorState title="The subscriptions could not be loaded" error={error} onRetry={refetch} />;
  if (!data) return <Waiting />;
  if (data.length === 0) {
    return (
      <EmptyState icon={Rss} title="Nobody is told anything yet" action={add}>
        Have a chat room, a dashboard or a script told of tasks, approvals and everything else, by signed messages that
        are tried again until they are taken.
      </EmptyState>
    );
  }
  const find = (id: string | null | undefined): Subscription | null => data.find((it) => it.id === id) ?? null;
  const looked = find(deliveries);
  return (
    <>
      <ul ref={list} aria-label="Subscriptions" className="rounded-lg border bg-surface">
        {data.map((subscription) => (
          <SubscriptionRow
            key={subscription.id}
            subscription={subscription}
            onEdit={() => setEditing(subscription.id)}
            onDeliveries={() => look(subscription.id)}
            onSecret={onSecret}
          />
        ))}
      </ul>
      <SubscriptionDialog
        key={editing}
        open={editing !== null}
        subscription={find(editing)}
        onClose={() => setEditing(null)}
        onMade={onSecret}
      />
      {looked && <DeliveriesPanel subscription={looked} onClose={() => look()} />}
    </>
  );
}

/** What deliveries are signed with. */
function Secret({ made, onClose }: { made: MadeSubscription | null; onClose: () => void }) {
  return (
    <ShownOnce
      text={made?.secret ?? null}
      title="Copy this secret"
      description="It is shown now and never again."
      copy="Copy the secret"
      testId="subscription-secret"
      onClose={onClose}
      after={
        <p>
          The receiver checks the header <code className="font-mono text-xs">webhook-signature</code> with it, as
          Standard Webhooks describe.
          {made?.former_until && " For a day they are signed with the former secret, too."}
        </p>
      }
    />
  );
}

function AdminsOnly() {
  return (
    <EmptyState icon={Lock} title="Subscriptions are kept by administrators" wholePage>
      Owners and admins of the organization say who is told what happens.
    </EmptyState>
  );
}

function Waiting() {
  return (
    <Loading label="Loading the subscriptions" className="flex flex-col gap-3">
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </Loading>
  );
}
