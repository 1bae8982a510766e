/** What can be chosen of how a lead works, in words. */
type Choice = "autonomy_level" | "verbosity" | "output_format" | "update_cadence";

export const CHOICES: { name: Choice; label: string; options: [value: string, label: string][] }[] = [
  {
    name: "autonomy_level",
    label: "Decides",
    options: [
      ["ask_first", "Asks before it acts"],
      ["balanced", "Asks where it matters"],
      ["autonomous", "Decides by itself"],
    ],
  },
  {
    name: "verbosity",
    label: "Says",
    options: [
      ["concise", "Little"],
      ["balanced", "What is needed"],
      ["detailed", "Everything"],
    ],
  },
  {
    name: "output_format",
    label: "Writes",
    options: [
      ["bullets", "Lists"],
      ["mixed", "Lists and text"],
      ["narrative", "Text"],
    ],
  },
  {
    name: "update_cadence",
    label: "Reports",
    options: [
      ["asap", "At once"],
      ["hourly", "Every hour"],
      ["daily", "Every day"],
      ["weekly", "Every week"],
    ],
  },
];
