import { Lock } from "lucide-react";
import { EmptyState } from "@/ui/EmptyState";

export function AdminsOnly() {
  return (
    <EmptyState icon={Lock} title="For administrators">
      What agents can be taught is decided by the owners and administrators of the organization.
    </EmptyState>
  );
}
