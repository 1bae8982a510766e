import { Link } from "@tanstack/react-router";
import { Activity, Ellipsis, Pause, Play, Repeat, Target, Webhook } from "lucide-react";
import { Button } from "@/ui/Button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/Menu";

interface Props {
  boardId: string;
  isPaused: boolean;
  onPause: () => void;
  onActivity: () => void;
}

/** What a phone's board head has no room for beside each other. */
export function BoardMenu({ boardId, isPaused, onPause, onActivity }: Props) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="icon" variant="ghost" className="sm:hidden" aria-label="More about this board">
          <Ellipsis className="size-4" aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={onPause}>
          {isPaused ? (
            <Play className="size-4 text-muted" aria-hidden />
          ) : (
            <Pause className="size-4 text-muted" aria-hidden />
          )}
          {isPaused ? "Resume this board" : "Pause this board…"}
        </MenuItem>
        <MenuItem onSelect={onActivity}>
          <Activity className="size-4 text-muted" aria-hidden />
          Activity
        </MenuItem>
        <MenuItem asChild>
          <Link to="/boards/$boardId/templates" params={{ boardId }}>
            <Repeat className="size-4 text-muted" aria-hidden />
            Templates and recurring tasks
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link to="/boards/$boardId/onboarding" params={{ boardId }}>
            <Target className="size-4 text-muted" aria-hidden />
            Goal of the board
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link to="/boards/$boardId/webhooks" params={{ boardId }}>
            <Webhook className="size-4 text-muted" aria-hidden />
            Webhooks
          </Link>
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
