/** HTML in Markdown is shown as it was written: agents write `<T>` and `<path>`, and nobody may miss that it is gone. */
interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

const HOLDS_BLOCKS = new Set(["root", "blockquote", "listItem"]);

export function literalHtml() {
  return (tree: Node) => rewrite(tree);
}

function rewrite(parent: Node): void {
  parent.children = parent.children?.map((child) => {
    if (child.type !== "html") {
      rewrite(child);
      return child;
    }
    const text: Node = { type: "text", value: child.value };
    return HOLDS_BLOCKS.has(parent.type) ? { type: "paragraph", children: [text] } : text;
  });
}
