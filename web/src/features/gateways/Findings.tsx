import { CircleAlert, CircleCheck, CircleMinus, CircleX, type LucideIcon } from "lucide-react";
import type { GatewayDiagnosis, GatewayFinding } from "@/lib/api/types";
import { CommandLine } from "@/ui/CommandLine";
import { cn } from "@/ui/cn";
import { useBroughtIntoView } from "@/ui/FormError";
import { CHECKS } from "./state";

const MARKS: Record<GatewayFinding["outcome"], [icon: LucideIcon, color: string, word: string]> = {
  passed: [CircleCheck, "text-ok", "passed"],
  warning: [CircleAlert, "text-warn", "to be looked at"],
  failed: [CircleX, "text-bad", "failed"],
  skipped: [CircleMinus, "text-faint", "not tried"],
};

/** What the doctor found, step by step, each with what to do about it. */
export function Findings({ diagnosis }: { diagnosis: GatewayDiagnosis }) {
  const found = useBroughtIntoView<HTMLElement>(JSON.stringify(diagnosis));
  return (
    <section
      ref={found}
      tabIndex={-1}
      aria-label="What was found"
      role="status"
      className="rounded-md border bg-sunken px-3 py-2 outline-none"
    >
      <p className="font-medium">{diagnosis.ok ? "Mission Control gets in." : "Mission Control does not get in."}</p>
      <ul className="mt-1 flex flex-col gap-1.5">
        {diagnosis.findings
          .filter(({ outcome, check }) => outcome !== "skipped" || check === "tls")
          .map((finding) => (
            <Finding key={finding.check} finding={finding} />
          ))}
      </ul>
    </section>
  );
}

function Finding({ finding }: { finding: GatewayFinding }) {
  const [Icon, color, word] = MARKS[finding.outcome];
  return (
    <li className="flex items-start gap-2 text-sm">
      <Icon className={cn("mt-0.5 size-4 shrink-0", color)} role="img" aria-label={word} />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <span className="font-medium">{CHECKS[finding.check]}.</span>{" "}
        <span className="text-muted">{finding.detail}</span>
        {finding.cure && <p>{finding.cure}</p>}
        {finding.command && <CommandLine label="the command that approves Mission Control" command={finding.command} />}
      </div>
    </li>
  );
}
