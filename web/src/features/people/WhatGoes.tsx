import type { OrganizationDeletion } from "@/lib/api/types";

/** The server counts rows of its tables; these are the words for those that people have made. */
const WORDS: [table: string, one: string, many: string][] = [
  ["boards", "board", "boards"],
  ["tasks", "task", "tasks"],
  ["task_comments", "comment", "comments"],
  ["agents", "agent", "agents"],
  ["approvals", "approval", "approvals"],
  ["board_memory", "note or message", "notes and messages"],
  ["task_templates", "template", "templates"],
  ["board_webhooks", "webhook", "webhooks"],
  ["board_groups", "group", "groups"],
  ["tags", "tag", "tags"],
  ["custom_fields", "custom field", "custom fields"],
  ["gateways", "gateway", "gateways"],
  ["organization_invites", "invite", "invites"],
  ["events", "entry of the history", "entries of the history"],
];

export function counted(counts: Record<string, number>): string[] {
  return WORDS.flatMap(([table, one, many]) => {
    const count = counts[table] ?? 0;
    return count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`];
  });
}

/** What is lost with an organization, and who is at work there at this moment. */
export function WhatGoes({ preview }: { preview: OrganizationDeletion }) {
  const things = counted(preview.counts);
  const { running_agents: running, other_members: others } = preview;
  return (
    <div className="flex flex-col gap-2">
      <p>
        <strong className="text-text wrap-anywhere">{preview.name}</strong> goes with{" "}
        {things.length === 0 ? "nothing in it" : things.join(", ")}.
      </p>
      {others > 0 && <p>{others === 1 ? "1 other person loses" : `${others} other people lose`} it too.</p>}
      {running.length > 0 && (
        <p className="text-warn">
          At work there now: {running.map(({ name }) => name).join(", ")}. Their tokens end with it.
        </p>
      )}
    </div>
  );
}
