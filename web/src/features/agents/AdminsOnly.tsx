import { Lock } from "lucide-react";
import { EmptyState } from "@/ui/EmptyState";

export function AdminsOnly() {
  return (
    <EmptyState icon={Lock} title="Agents are managed by administrators">
      Ask an owner or admin of this organization for access. The agents of a board that you can see are listed on the
      board itself.
    </EmptyState>
  );
}
