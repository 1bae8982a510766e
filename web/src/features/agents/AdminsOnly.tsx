import { Lock } from "lucide-react";
import { EmptyState } from "@/ui/EmptyState";

/** `wholePage` where nothing else names the page. */
export function AdminsOnly({ wholePage }: { wholePage?: boolean }) {
  return (
    <EmptyState wholePage={wholePage} icon={Lock} title="Agents are managed by administrators">
      Ask an owner or admin of this organization for access. The agents of a board that you can see are listed on the
      board itself.
    </EmptyState>
  );
}
