/** The names by which people know the fields of the API; of others, the name without its underscores. */
const FIELDS: Record<string, string> = {
  due_at: "due date",
  assigned_agent_id: "assignee",
  depends_on_task_ids: "dependencies",
  tag_ids: "tags",
  custom_field_values: "custom fields",
  agent_id: "agent",
  board_id: "board",
  board_ids: "boards",
  board_group_id: "group",
  gateway_id: "gateway",
  task_id: "task",
  task_ids: "tasks",
  q: "search",
};

export function fieldName(field: string): string {
  return FIELDS[field] ?? field.replace(/_ids?$/, "").replaceAll("_", " ");
}
