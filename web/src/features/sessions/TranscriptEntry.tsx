import { Terminal } from "lucide-react";
import { Badge } from "@/ui/Badge";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/RelativeTime";
import { dollars, type Entry } from "./transcript";

const WHO = { people: "To the agent", agent: "Agent", gateway: "Gateway" };

/** All of it is text of others: shown as it is, never as markup. */
export function TranscriptEntry({ entry }: { entry: Entry }) {
  const { who, text, call, at, cost } = entry;
  return (
    <li className={cn("rounded-lg border px-3 py-2", who === "people" ? "bg-sunken" : "bg-surface")}>
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        {call ? <Terminal className="size-3.5" aria-hidden /> : null}
        <span className="font-medium">{call ? `Used ${call.tool}` : WHO[who]}</span>
        {call?.failed && <Badge tone="bad">Failed</Badge>}
        {at !== null && <RelativeTime at={new Date(at).toISOString()} />}
        {cost !== null && cost > 0 && <span>{dollars(cost)}</span>}
      </p>
      {text && <p className="mt-1 whitespace-pre-wrap wrap-anywhere">{text}</p>}
      {call && <Call call={call} />}
    </li>
  );
}

function Call({ call }: { call: NonNullable<Entry["call"]> }) {
  return (
    <>
      <pre className="mt-1 max-h-60 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {call.input}
      </pre>
      {call.output === null ? (
        <p className="mt-1 text-sm text-muted">No result yet.</p>
      ) : (
        <details className="mt-1 text-sm" open={call.failed}>
          <summary className="w-fit cursor-pointer text-muted">What came back</summary>
          <pre className="mt-1 max-h-80 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
            {call.output || "Nothing."}
          </pre>
        </details>
      )}
    </>
  );
}
