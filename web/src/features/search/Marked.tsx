import type { SearchHit } from "@/lib/api/types";

/** Plain text with the words that were looked for marked. */
export function Marked({ parts }: { parts: SearchHit["snippet"] }) {
  return parts.map(({ text, match }, index) =>
    match ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no identity but their place
      <mark key={index} className="rounded-sm bg-accent-tint font-semibold text-accent-text">
        {text}
      </mark>
    ) : (
      text
    ),
  );
}
