import { Link } from "@tanstack/react-router";
import { useLayoutEffect, useMemo, useRef } from "react";
import type { TaskCard } from "@/lib/api/types";
import { named } from "@/lib/named";
import { cn } from "@/ui/cn";
import { StatusBadge } from "../StatusBadge";
import { BlockedMark } from "../TaskMarks";
import { boxOf, pathOf, SIZE, sizeOf } from "./geometry";
import { type Graph, layOut } from "./layout";

interface Props {
  tasks: readonly TaskCard[];
  taskId: string;
}

/** More would be a carpet. */
const MOST = 60;
/** One task that waits for one other is said in the list above it. */
const WORTH_DRAWING = 3;

/**
 * What the task waits for and what waits for it, over all levels. Lines are drawn; the tasks are links in lists by level,
 * so the keyboard walks them from the first to the last and screen readers read what others see.
 */
export function DependencyGraph({ tasks, taskId }: Props) {
  const graph = useMemo(() => layOut(tasks, taskId, MOST), [tasks, taskId]);
  if (graph.nodes.length < WORTH_DRAWING) return null;
  return (
    <section aria-labelledby="dependency-graph" className="mt-2 flex flex-col gap-2">
      <h3 id="dependency-graph" className="text-sm font-medium">
        Dependency graph
      </h3>
      <Drawing graph={graph} tasks={tasks} taskId={taskId} />
      {graph.left > 0 && (
        <p className="text-sm text-muted">
          {graph.left === 1 ? "1 more task, farther away, is" : `${graph.left} more tasks, farther away, are`} not
          drawn.
        </p>
      )}
    </section>
  );
}

function Drawing({ graph, tasks, taskId }: Props & { graph: Graph }) {
  const scroller = useRef<HTMLDivElement>(null);
  const byId = useMemo(() => new Map(tasks.map((task) => [task.id, task])), [tasks]);
  const { width, height, first } = sizeOf(graph);
  const middle = boxOf({ level: 0, row: 0 }, first).left + SIZE.width / 2;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element) element.scrollLeft = middle - element.clientWidth / 2;
  }, [middle]);
  const levels = [...new Set(graph.nodes.map(({ level }) => level))].sort((a, b) => a - b);
  return (
    <div ref={scroller} className="overflow-x-auto overscroll-x-contain rounded-lg border bg-sunken">
      <div className="relative mx-auto" style={{ width, height }}>
        <svg aria-hidden="true" width={width} height={height} className="absolute inset-0">
          {graph.edges.map(({ from, to, way }) => (
            <path
              key={`${from} ${to}`}
              d={pathOf(way, first)}
              className={cn(
                "fill-none",
                byId.get(from)?.status === "done" ? "stroke-line-strong" : "stroke-control stroke-[1.5]",
              )}
            />
          ))}
        </svg>
        <ol>
          {levels.map((level) => (
            <li key={level}>
              <h4 className="sr-only">{nameOf(level)}</h4>
              <ul>
                {graph.nodes
                  .filter((node) => node.level === level)
                  .sort((a, b) => a.row - b.row)
                  .map((node) => {
                    const task = byId.get(node.id);
                    return (
                      task && (
                        <li
                          key={node.id}
                          className="absolute"
                          style={{ ...boxOf(node, first), width: SIZE.width, height: SIZE.height }}
                        >
                          {node.id === taskId ? <Here task={task} /> : <Other task={task} byId={byId} />}
                        </li>
                      )
                    );
                  })}
              </ul>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function nameOf(level: number): string {
  if (level === 0) return "This task";
  const steps = Math.abs(level) === 1 ? "1 step" : `${Math.abs(level)} steps`;
  return level < 0 ? `Waited for, ${steps} before` : `Waiting, ${steps} after`;
}

const NODE = "flex h-full flex-col justify-between rounded-md border px-2 py-1.5 shadow-card";

function Here({ task }: { task: TaskCard }) {
  return (
    <div aria-current="true" className={cn(NODE, "border-accent bg-accent-tint")}>
      <Face task={task} />
    </div>
  );
}

function Other({ task, byId }: { task: TaskCard; byId: ReadonlyMap<string, TaskCard> }) {
  const waits = task.depends_on_task_ids.flatMap((id) => byId.get(id)?.title ?? []);
  return (
    <Link
      from="/boards/$boardId"
      to="."
      search={(old) => ({ ...old, task: task.id })}
      resetScroll={false}
      preload={false}
      title={named(task.title)}
      className={cn(NODE, "bg-surface hover:border-control")}
    >
      <Face task={task} />
      {waits.length > 0 && <span className="sr-only">, waits for {waits.join(" and ")}</span>}
    </Link>
  );
}

function Face({ task }: { task: TaskCard }) {
  return (
    <>
      <span className="line-clamp-2 text-sm leading-tight wrap-anywhere">{named(task.title)}</span>
      <span>{task.is_blocked ? <BlockedMark /> : <StatusBadge status={task.status} />}</span>
    </>
  );
}
