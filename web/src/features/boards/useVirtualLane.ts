import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { CardFocus } from "./cardFocus";

interface Options {
  /** Keys of the items from top to bottom; those of tasks are the tasks' ids. */
  ids: string[];
  height: (index: number) => number;
  gap?: number;
  padding?: number;
  focus: CardFocus;
}

/** A scrolled list of thousands that renders what is in view, and the item that holds the focus wherever it is. */
export function useVirtualLane({ ids, height, gap = 0, padding = 0, focus }: Options) {
  const scroller = useRef<HTMLDivElement>(null);
  const latest = useRef(ids);
  latest.current = ids;
  const lane = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => ids[index] ?? index,
    estimateSize: height,
    gap,
    paddingStart: padding,
    paddingEnd: padding,
    scrollPaddingStart: 8,
    scrollPaddingEnd: 8,
    overscan: 4,
    rangeExtractor: (range) => {
      const focused = latest.current.indexOf(focus.current() ?? "");
      const shown = defaultRangeExtractor(range);
      return focused < 0 || shown.includes(focused) ? shown : [...shown, focused].sort((a, b) => a - b);
    },
  });
  useEffect(
    () =>
      focus.addLane((taskId) => {
        const index = latest.current.indexOf(taskId);
        if (index >= 0) lane.scrollToIndex(index);
        return index >= 0;
      }),
    [focus, lane],
  );
  return { scroller, lane };
}
