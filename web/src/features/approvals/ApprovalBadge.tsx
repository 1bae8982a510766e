import { Ban, Check, Hourglass, ShieldQuestion } from "lucide-react";
import type { Approval } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { DECISION, labelOf } from "./words";

const ICONS = { pending: ShieldQuestion, approved: Check, rejected: Ban };

export function ApprovalBadge({ approval }: { approval: Pick<Approval, "status" | "expired"> }) {
  const Icon = approval.expired ? Hourglass : ICONS[approval.status];
  return (
    <Badge tone={DECISION[approval.status].tone}>
      <Icon className="size-3" aria-hidden />
      {labelOf(approval)}
    </Badge>
  );
}
