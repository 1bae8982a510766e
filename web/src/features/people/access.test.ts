import { expect, test } from "vitest";
import type { Board } from "@/lib/api/types";
import { accessOf, inWords, NO_RIGHTS, type Rights, rightsOf, seen } from "./access";

const grant = (board_id: string, can_read: boolean, can_write: boolean) => ({
  id: `grant of ${board_id}`,
  board_id,
  can_read,
  can_write,
  created_at: "",
  updated_at: "",
});

test("what the server says and what is sent back are the same rights", () => {
  const given = {
    all_boards_read: false,
    all_boards_write: false,
    board_access: [grant("a", true, false), grant("b", false, true), grant("c", false, false)],
  };
  const rights = rightsOf(given);
  expect(rights).toEqual({ everywhere: "none", boards: { a: "read", b: "write", c: "none" } });
  expect(accessOf(rights).board_access).toEqual([
    { board_id: "a", can_read: true, can_write: false },
    { board_id: "b", can_read: true, can_write: true },
  ]);
});

test("whoever may write everywhere reads everywhere, and needs no list", () => {
  const rights: Rights = { everywhere: "write", boards: { a: "read" } };
  expect(accessOf(rights)).toEqual({ all_boards_read: true, all_boards_write: true, board_access: [] });
  expect(rightsOf(accessOf(rights) as Parameters<typeof rightsOf>[0]).everywhere).toBe("write");
});

test("rights are told in a line", () => {
  expect(inWords(NO_RIGHTS)).toBe("No boards");
  expect(inWords({ everywhere: "read", boards: {} })).toBe("Reads all boards");
  expect(inWords({ everywhere: "none", boards: { a: "read", b: "read", c: "write" } })).toBe(
    "Reads 2 boards, writes 1 board",
  );
  expect(inWords({ everywhere: "none", boards: { a: "write", b: "none" } })).toBe("Writes 1 board");
});

test("boards that somebody does not find are counted and not named", () => {
  const boards = [
    { id: "a", name: "Launch" },
    { id: "b", name: "Secret" },
  ] as Board[];
  expect(seen({ everywhere: "none", boards: { a: "read" } }, boards)).toEqual({
    shown: [{ name: "Launch", right: "read" }],
    hidden: 1,
  });
});
