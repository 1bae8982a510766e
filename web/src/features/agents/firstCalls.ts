/** The two calls with which any program becomes a working agent, as lines for a terminal. */
export interface FirstCall {
  title: string;
  note: string;
  command: string;
}

export function firstCalls(origin: string, token: string): FirstCall[] {
  return [
    {
      title: "Say that it is alive",
      note: "The agent turns online as soon as this arrives.",
      command: post(`${origin}/api/v1/agent/heartbeat`, token),
    },
    {
      title: "Take a task",
      note: "Waits up to 30 seconds for one, and takes it.",
      command: post(`${origin}/api/v1/agent/tasks/claim?wait=30`, token),
    },
  ];
}

function post(url: string, token: string): string {
  return `curl -sS -X POST "${url}" \\\n  -H "X-Agent-Token: ${token}"`;
}
