import { expect, it } from "vitest";
import { firstCalls } from "./firstCalls";

it("are ready to paste: quoted, with the address of this page and the token", () => {
  const [heartbeat, claim] = firstCalls("https://mc.example:8443", "mca_1_secret");
  expect(heartbeat?.command).toBe(
    'curl -sS -X POST "https://mc.example:8443/api/v1/agent/heartbeat" \\\n  -H "X-Agent-Token: mca_1_secret"',
  );
  expect(claim?.command).toContain('"https://mc.example:8443/api/v1/agent/tasks/claim?wait=30"');
});
