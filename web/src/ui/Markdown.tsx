import { lazy, Suspense } from "react";

// A third of the weight of the whole first load: fetched when the first text is shown.
const Rendered = lazy(() => import("./MarkdownRendered"));

/** Text written by people and agents. Raw HTML in it is shown as text, never run. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<div className="prose whitespace-pre-wrap">{text}</div>}>
      <Rendered text={text} />
    </Suspense>
  );
}
