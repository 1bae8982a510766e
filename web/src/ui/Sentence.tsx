import { inLocalTime } from "@/lib/time/sentences";
import { useNow } from "@/lib/time/useNow";

/** A sentence of the server, with its times as the reader's clock has them. */
export function Sentence({ text }: { text: string | null }) {
  const now = useNow();
  return text && inLocalTime(text, now);
}
