import { dollars, tokens } from "@/lib/amounts";
import type { Flow } from "@/lib/api/types";
import { Table, Td, Th } from "@/ui/Table";
import { hours } from "./charts/format";

type Work = Flow["agents"]["items"][number];

interface Props {
  agents: Flow["agents"];
  /** Shows the figures of one agent alone. */
  onChoose: (agent: Work) => void;
}

/** What each agent has done within the range. */
export function AgentsWork({ agents, onChoose }: Props) {
  const hidden = agents.total - agents.items.length;
  return (
    <section className="mt-4" aria-labelledby="work-of-agents">
      <h2 id="work-of-agents" className="font-semibold">
        Work by agent
      </h2>
      <p className="mb-2 text-sm text-muted">
        Done and still so; given back or taken before it was handed in; sent back from review
      </p>
      {agents.items.length === 0 ? (
        <p className="rounded-lg border bg-surface px-4 py-6 text-muted">No agent has done anything in this time.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be within reach of the keyboard
        <section aria-label="Work by agent, as a table" className="overflow-x-auto" tabIndex={0}>
          <Table>
            <thead>
              <tr>
                <Th>Agent</Th>
                {COLUMNS.map(({ name }) => (
                  <Th key={name} className="text-right whitespace-nowrap">
                    {name}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {agents.items.map((work) => (
                <tr key={work.agent_id}>
                  <Td className="min-w-40 py-1.5">
                    <button
                      type="button"
                      className="text-left font-medium wrap-anywhere hover:underline"
                      aria-label={`Figures of ${work.agent_name} alone`}
                      onClick={() => onChoose(work)}
                    >
                      {work.agent_name}
                    </button>
                    {work.board_name && <span className="block text-sm text-muted">{work.board_name}</span>}
                  </Td>
                  {COLUMNS.map(({ name, of }) => (
                    <Td key={name} className="text-right whitespace-nowrap tabular-nums">
                      {of(work)}
                    </Td>
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      )}
      {hidden > 0 && <p className="mt-2 text-sm text-muted">and {hidden} more who did less</p>}
    </section>
  );
}

const COLUMNS: { name: string; of: (work: Work) => string | number }[] = [
  { name: "Done", of: ({ done }) => done },
  { name: "Given back", of: ({ returned }) => returned },
  { name: "Sent back", of: ({ sent_back }) => sent_back },
  { name: "Comments", of: ({ comments }) => comments },
  { name: "At work", of: ({ hours_at_work }) => hours(hours_at_work) },
  { name: "Turns", of: ({ turns }) => turns },
  { name: "Tokens", of: (work) => tokens(work.tokens) },
  { name: "Cost", of: (work) => dollars(work.cost_usd) },
];
