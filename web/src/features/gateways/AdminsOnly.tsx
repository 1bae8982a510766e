import { Lock } from "lucide-react";
import { EmptyState } from "@/ui/EmptyState";

export function AdminsOnly({ wholePage }: { wholePage?: boolean }) {
  return (
    <EmptyState wholePage={wholePage} icon={Lock} title="Gateways are kept by administrators">
      Ask an owner or admin of this organization for access.
    </EmptyState>
  );
}
