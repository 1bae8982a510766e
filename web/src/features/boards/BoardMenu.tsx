import { Link } from "@tanstack/react-router";
import { Activity, Ellipsis, Pause, Play, Repeat, Target, Webhook } from "lucide-react";
import { Button } from "@/ui/Button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/Menu";

interface Props {
  boardId: string;
  isPaused: boolean;
  onPause?: () => void;
  onActivity: () => void;
}

const PAGES = [
  { to: "/boards/$boardId/templates", name: "Templates and recurring tasks", Icon: Repeat },
  { to: "/boards/$boardId/onboarding", name: "Goal of the board", Icon: Target },
  { to: "/boards/$boardId/webhooks", name: "Webhooks", Icon: Webhook },
] as const;

/** What the board's head has no room for beside each other where the screen is narrow. */
export function BoardMenu({ boardId, isPaused, onPause, onActivity }: Props) {
  const PauseIcon = isPaused ? Play : Pause;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="icon" variant="ghost" className="xl:hidden" aria-label="More about this board">
          <Ellipsis className="size-4" aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {onPause && (
          <MenuItem onSelect={onPause}>
            <PauseIcon className="size-4 text-muted" aria-hidden />
            {isPaused ? "Resume this board" : "Pause this board…"}
          </MenuItem>
        )}
        <MenuItem onSelect={onActivity}>
          <Activity className="size-4 text-muted" aria-hidden />
          Activity
        </MenuItem>
        {PAGES.map(({ to, name, Icon }) => (
          <MenuItem key={to} asChild>
            <Link to={to} params={{ boardId }}>
              <Icon className="size-4 text-muted" aria-hidden />
              {name}
            </Link>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
