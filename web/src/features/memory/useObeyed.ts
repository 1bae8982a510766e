import { useQueryClient } from "@tanstack/react-query";
import { api, read } from "@/lib/api/client";
import { pauseChanged } from "@/lib/live/pauses";
import { announce } from "@/ui/toast";
import { STOPS, subject } from "../pausing/words";
import type { Command } from "./commands";
import type { NamedPlace } from "./place";

/** Says what a command in a board's chat has come to: the notice on the board is behind the panel. */
export function useObeyed({ id, name }: NamedPlace): (command: Command) => void {
  const cache = useQueryClient();
  return (command) => {
    pauseChanged(cache);
    // From the board itself: a wider pause outlasts `/resume`.
    const board = read(api.GET("/api/v1/boards/{board_id}", { params: { path: { board_id: id } } }));
    void announce(board, {
      done: ({ pauses }) => {
        if (pauses.length === 0) return `${name} goes on`;
        return command === "/pause" ? `${name} is paused` : `${name} stays paused`;
      },
      more: ({ pauses }) => {
        if (command === "/pause" && pauses.length > 0) return STOPS.board;
        return pauses.map((pause) => `${subject(pause, { scope: "board" })} is paused.`).join(" ");
      },
      failed: `${command} was sent, but whether ${name} is paused is not known`,
    });
  };
}
