import type { Virtualizer } from "@tanstack/react-virtual";
import type { ReactNode } from "react";

interface Props<Row> {
  rows: Row[];
  lane: Virtualizer<HTMLDivElement, Element>;
  children: (row: Row) => ReactNode;
}

/** The rows of a lane that are in view, at their places in the height of all. */
export function VirtualRows<Row>({ rows, lane, children }: Props<Row>) {
  return (
    <ul className="relative" style={{ height: lane.getTotalSize() }}>
      {lane.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return (
          row && (
            <li
              key={item.key}
              ref={lane.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {children(row)}
            </li>
          )
        );
      })}
    </ul>
  );
}
