import { expect, it } from "vitest";
import { type Choice, choiceOf, cronOf, DEFAULT_CHOICE } from "./schedule";

const choice = (over: Partial<Choice>): Choice => ({ ...DEFAULT_CHOICE, ...over });

it("writes the line of a choice", () => {
  expect(cronOf(choice({ rhythm: "hourly" }))).toBe("0 * * * *");
  expect(cronOf(choice({ rhythm: "daily", time: "07:05" }))).toBe("5 7 * * *");
  expect(cronOf(choice({ rhythm: "weekly", days: [5, 1] }))).toBe("0 9 * * 1,5");
  expect(cronOf(choice({ rhythm: "monthly", day: "L" }))).toBe("0 9 L * *");
  expect(cronOf(choice({ rhythm: "custom", cron: " 0 9 * * MON#1 " }))).toBe("0 9 * * MON#1");
});

it("writes nothing while something is missing", () => {
  expect(cronOf(choice({ rhythm: "weekly", days: [] }))).toBe("");
  expect(cronOf(choice({ rhythm: "daily", time: "" }))).toBe("");
});

it.each(["0 * * * *", "5 7 * * *", "0 9 * * 1,5", "0 9 L * *", "30 18 15 * *", "*/15 * * * *", "0 9 * * MON#1"])(
  "comes back to %s",
  (cron) => expect(cronOf(choiceOf(cron))).toBe(cron),
);

it("knows the working week, and leaves what it does not know to the line", () => {
  expect(choiceOf("0 9 * * 1-5")).toMatchObject({ rhythm: "weekly", days: [1, 2, 3, 4, 5], time: "09:00" });
  expect(choiceOf("0 9 1 1 *").rhythm).toBe("custom");
});
