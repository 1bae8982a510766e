import { Link } from "@tanstack/react-router";
import { BotOff } from "lucide-react";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";

/** `name` is known when the agent was deleted while its page was open. */
export function AgentGone({ name }: { name: string | null }) {
  useDocumentTitle(name ? `${name} (deleted)` : "Agent not found");
  return (
    <EmptyState
      wholePage
      icon={BotOff}
      title={name ? `${name} was deleted` : "There is no such agent"}
      action={
        <Button asChild>
          <Link to="/agents">All agents</Link>
        </Button>
      }
    >
      {name
        ? "Its token no longer works, and the tasks it held are back in the inbox of their board."
        : "It was deleted, or belongs to another organization."}
    </EmptyState>
  );
}
