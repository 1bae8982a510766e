/** What was being written about a task: it outlasts the task, so that whoever wrote it can take it along. */
const texts = new Map<string, Map<string, string>>();

/** Null when it was saved or given up. */
export function keepUnsaved(taskId: string, what: string, text: string | null): void {
  const ofTask = texts.get(taskId) ?? new Map<string, string>();
  if (text?.trim()) ofTask.set(what, text);
  else ofTask.delete(what);
  if (ofTask.size > 0) texts.set(taskId, ofTask);
  else texts.delete(taskId);
}

export function unsavedOf(taskId: string): { what: string; text: string }[] {
  return [...(texts.get(taskId) ?? [])].map(([what, text]) => ({ what, text }));
}
