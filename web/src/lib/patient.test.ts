import { expect, it, vi } from "vitest";
import { patient } from "./patient";

it("waits for a server that is away", async () => {
  const load = vi.fn().mockRejectedValueOnce(new Error("gone")).mockResolvedValue("page");
  expect(await patient(load, async () => false, 0)()).toBe("page");
  expect(load).toHaveBeenCalledTimes(2);
});

it("fails when the server is there and has no such file", async () => {
  const load = vi.fn().mockRejectedValue(new Error("gone"));
  await expect(patient(load, async () => true, 0)()).rejects.toThrow("gone");
});

it("asks once more when the server came back just after the failure", async () => {
  const load = vi.fn().mockRejectedValueOnce(new Error("gone")).mockResolvedValue("page");
  expect(await patient(load, async () => true, 0)()).toBe("page");
});
