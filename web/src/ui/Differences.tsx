import { structuredPatch } from "diff";
import { useMemo } from "react";
import { cn } from "./cn";

interface Props {
  before: string;
  after: string;
  /** What it shows, for screen readers. */
  label: string;
}

const CONTEXT_LINES = 3;
const MARKS = {
  "+": { sign: "+", word: "Added: ", className: "bg-ok-tint text-ok" },
  "-": { sign: "−", word: "Removed: ", className: "bg-bad-tint text-bad" },
  " ": { sign: " ", word: "", className: "" },
};

/** Two texts line by line, as plain text: what is hidden in them for a reader of rendered text is seen here. */
export function Differences({ before, after, label }: Props) {
  const hunks = useMemo(
    () => structuredPatch("", "", before, after, "", "", { context: CONTEXT_LINES }).hunks,
    [before, after],
  );
  return (
    <section aria-label={label} className="border-t bg-sunken font-mono text-xs">
      {hunks.map((hunk) => (
        <div key={hunk.newStart} className="border-b py-1 last:border-b-0">
          {linesOf(hunk.lines).map(({ key, mark, text }) => (
            <p key={key} className={cn("flex gap-2 px-3 py-px", MARKS[mark].className)}>
              <span aria-hidden className="w-3 shrink-0 select-none">
                {MARKS[mark].sign}
              </span>
              <span className="sr-only">{MARKS[mark].word}</span>
              <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">{text || " "}</span>
            </p>
          ))}
        </div>
      ))}
    </section>
  );
}

function linesOf(lines: string[]) {
  // The remark about a missing end of line is no line of the text.
  return lines.flatMap((line, key) =>
    line.startsWith("\\") ? [] : [{ key, mark: markOf(line), text: line.slice(1) }],
  );
}

function markOf(line: string): keyof typeof MARKS {
  const first = line.charAt(0);
  return first === "+" || first === "-" ? first : " ";
}
