import { Table, Td, Th } from "@/ui/Table";
import { periodInFull } from "./format";
import type { ChartData } from "./TimeChart";

/** The chart's numbers, newest first. */
export function ChartTable({ data }: { data: ChartData }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be within reach of the keyboard
    <section aria-label={`${data.label}, as a table`} className="max-h-64 overflow-auto" tabIndex={0}>
      <Table>
        <thead>
          <tr>
            <Th>Time</Th>
            {data.series.map(({ name }) => (
              <Th key={name} className="text-right">
                {name}
              </Th>
            ))}
            {data.before && <Th className="text-right">Time before</Th>}
          </tr>
        </thead>
        <tbody>
          {data.periods
            .map((period, index) => (
              <tr key={period}>
                <Td className="whitespace-nowrap">{periodInFull(period, data.bucket)}</Td>
                {data.series.map(({ name, values }) => (
                  <Td key={name} className="text-right tabular-nums">
                    {data.format(values[index] ?? null)}
                  </Td>
                ))}
                {data.before && (
                  <Td className="text-right text-muted tabular-nums">{data.format(data.before[index] ?? null)}</Td>
                )}
              </tr>
            ))
            .reverse()}
        </tbody>
      </Table>
    </section>
  );
}
