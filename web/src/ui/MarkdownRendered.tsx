import type { ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { literalHtml } from "./literalHtml";

/** An address that was taken away, as that of a script, leaves the words alone: nothing that looks like a link and is none. */
function Outward({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href) return children;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

const components: Components = {
  a: ({ children, href }) => <Outward href={href}>{children}</Outward>,
  // Pictures of other hosts are refused by the content policy, and would tell them who reads: a link says so.
  img: ({ src, alt }) => <Outward href={typeof src === "string" ? src : undefined}>{alt || "image"}</Outward>,
  // The boxes of a task list: each needs a name of its own, the text beside it is not tied to it.
  input: ({ checked }) => (
    <input type="checkbox" checked={checked === true} disabled aria-label={checked ? "Done" : "Not done"} />
  ),
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <pre tabIndex={0}>{children}</pre>
  ),
};

export default function MarkdownRendered({ text }: { text: string }) {
  return (
    <div className="prose">
      <ReactMarkdown remarkPlugins={[remarkGfm, literalHtml]} rehypePlugins={[rehypeSanitize]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
