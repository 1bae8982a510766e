import { ChevronRight } from "lucide-react";
import { RelativeTime } from "@/ui/RelativeTime";
import type { Said } from "./dialogue";

interface Props {
  said: readonly Said[];
  /** Once there is a draft it matters more than how it came about. */
  folded: boolean;
}

export function Transcript({ said, folded }: Props) {
  if (said.length === 0) return null;
  if (!folded) return <Lines said={said} />;
  return (
    <details className="group rounded-lg border bg-surface">
      <summary className="flex cursor-pointer list-none items-center gap-2 rounded-lg px-4 py-2.5 font-medium hover:bg-hover">
        <ChevronRight className="size-4 text-muted group-open:rotate-90" aria-hidden />
        What was said
      </summary>
      <div className="border-t p-4">
        <Lines said={said} />
      </div>
    </details>
  );
}

function Lines({ said }: { said: readonly Said[] }) {
  return (
    <ol aria-label="What was said" className="flex flex-col gap-3">
      {said.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said stays where it is
        <li key={index} className={one.kind === "answer" ? "ml-8 self-end" : "mr-8 self-start"}>
          <Line said={one} />
        </li>
      ))}
    </ol>
  );
}

function Line({ said }: { said: Said }) {
  if (said.kind === "answer") {
    return (
      <p className="rounded-lg bg-accent-tint px-3 py-2 wrap-anywhere whitespace-pre-line text-accent-text">
        <span className="sr-only">You: </span>
        {said.text}
      </p>
    );
  }
  return (
    <p className="rounded-lg border bg-surface px-3 py-2 wrap-anywhere whitespace-pre-line">
      <span className="sr-only">Agent: </span>
      {said.kind === "draft" ? (
        <span className="text-muted">
          Sent a draft <RelativeTime at={said.at} />
        </span>
      ) : (
        said.text
      )}
    </p>
  );
}
