import { Eye } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";
import { READS_ONLY, useMayWrite } from "./mayWrite";

/** Controls that change a board: for who may only read it they are all disabled, and say why. */
export function Writing({ boardId, children }: { boardId: string; children: ReactNode }) {
  const may = useMayWrite(boardId);
  return (
    <fieldset
      disabled={!may}
      title={may ? undefined : READS_ONLY}
      // Menus open when they are pressed, before the browser asks whether the button is disabled.
      className="contents [&:disabled_button]:pointer-events-none [&:disabled_button]:opacity-50"
    >
      {children}
    </fieldset>
  );
}

/** Says why there is nothing to change; nothing for who may. */
export function ReadsOnly({ boardId, className }: { boardId: string; className?: string }) {
  if (useMayWrite(boardId)) return null;
  return (
    <p className={cn("flex items-center gap-2 rounded-md bg-info-tint px-3 py-1.5 text-sm text-info", className)}>
      <Eye className="size-4 shrink-0" aria-hidden />
      {READS_ONLY}
    </p>
  );
}
