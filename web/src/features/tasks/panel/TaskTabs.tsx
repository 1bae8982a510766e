import type { BoardSnapshot, Task } from "@/lib/api/types";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/ui/Tabs";
import { CommentsTab } from "./CommentsTab";
import { HistoryTab } from "./HistoryTab";
import { RunsTab } from "./RunsTab";
import { TimeInState } from "./TimeInState";

export function TaskTabs({ board, task, at }: { board: BoardSnapshot; task: Task; at?: string }) {
  return (
    <Tabs defaultValue="comments">
      <TabsList aria-label="Comments, runs and history">
        <TabsTrigger value="comments">
          Comments
          {task.comments_count > 0 && <span className="text-sm text-muted">{task.comments_count}</span>}
        </TabsTrigger>
        <TabsTrigger value="runs">Runs</TabsTrigger>
        <TabsTrigger value="history">History</TabsTrigger>
      </TabsList>
      <TabsContent value="comments">
        <CommentsTab board={board} task={task} at={at} />
      </TabsContent>
      <TabsContent value="runs">
        <RunsTab boardId={board.board.id} taskId={task.id} />
      </TabsContent>
      <TabsContent value="history">
        <TimeInState boardId={board.board.id} taskId={task.id} />
        <HistoryTab taskId={task.id} />
      </TabsContent>
    </Tabs>
  );
}
