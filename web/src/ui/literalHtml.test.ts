import { expect, it } from "vitest";
import { literalHtml } from "./literalHtml";

it("turns HTML into the text that it was written as, in its place", () => {
  const tree = {
    type: "root",
    children: [
      { type: "html", value: "<details>" },
      {
        type: "paragraph",
        children: [
          { type: "text", value: "Vec" },
          { type: "html", value: "<String>" },
        ],
      },
    ],
  };
  literalHtml()(tree);
  expect(tree.children).toEqual([
    { type: "paragraph", children: [{ type: "text", value: "<details>" }] },
    {
      type: "paragraph",
      children: [
        { type: "text", value: "Vec" },
        { type: "text", value: "<String>" },
      ],
    },
  ]);
});
