import { useQuery } from "@tanstack/react-query";
import { useAgents } from "../agents/queries";
import { useBoards } from "../boards/queries";
import { nameOf } from "../people/names";
import { membersQuery } from "../people/queries";

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Who and what ids stand for, of what is there now. */
export function useNames(): Map<string, string> {
  const { data: agents } = useAgents();
  const { data: boards } = useBoards();
  const { data: members } = useQuery(membersQuery);
  return new Map([
    ...(agents ?? []).map(({ id, name }) => [id, name] as const),
    ...(boards ?? []).map(({ id, name }) => [id, name] as const),
    ...(members ?? []).map((member) => [member.user_id, nameOf(member)] as const),
  ]);
}

/** The record as it is, and beside each id the name of what it stands for. */
export function withNames(text: string, names: Map<string, string>): string {
  return text.replaceAll(ID, (id) => (names.has(id) ? `${id} (${names.get(id)})` : id));
}
