import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useDocumentTitle } from "@/lib/useDocumentTitle";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";

export function NotFoundPage() {
  useDocumentTitle("Page not found");
  return (
    <EmptyState
      wholePage
      icon={Compass}
      title="There is no such page"
      action={
        <Button asChild>
          <Link to="/">Go home</Link>
        </Button>
      }
    >
      The address may be mistyped, or what it showed was deleted.
    </EmptyState>
  );
}
