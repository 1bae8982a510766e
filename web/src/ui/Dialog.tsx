import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useCallback, useState } from "react";
import { useLeaveGuard } from "@/lib/useLeaveGuard";
import { Button } from "./Button";
import { Confirm } from "./Confirm";
import { cn } from "./cn";
import { useFocusBack } from "./focusBack";
import { leaveToToasts } from "./outside";
import { Place } from "./place";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Keeps the title for screen readers only. */
  hideTitle?: boolean;
  /** Whether something was typed that closing loses: Escape, the cross, a click beside it, and Back ask first. */
  unsaved?: boolean;
  /** Closes only by its buttons: for what is shown once and must not vanish with a stray click or key. */
  sticky?: boolean;
  /** Has no cross either: it asks for a choice. */
  closeless?: boolean;
}

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  className,
  hideTitle,
  unsaved,
  sticky,
  closeless,
}: DialogProps) {
  const [asking, setAsking] = useState(false);
  const [content, setContent] = useState<HTMLElement | null>(null);
  const ask = useCallback(() => setAsking(true), []);
  const change = (next: boolean) => (!next && unsaved ? ask() : onOpenChange(next));
  const giveFocusBack = useFocusBack(open);
  useLeaveGuard(open && unsaved === true, ask);
  return (
    <Radix.Root open={open} onOpenChange={change}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-in bg-overlay" />
        <Radix.Content
          ref={setContent}
          onCloseAutoFocus={giveFocusBack}
          {...(description ? {} : { "aria-describedby": undefined })}
          onInteractOutside={sticky ? keepOpen : leaveToToasts}
          {...(sticky ? { onEscapeKeyDown: keepOpen } : {})}
          className={cn(
            "fixed z-50 flex max-h-[85dvh] animate-in flex-col overflow-hidden border bg-raised shadow-float outline-none",
            "max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-xl sm:inset-x-0 sm:top-[10dvh] sm:mx-auto sm:w-full sm:rounded-xl",
            className ?? "sm:max-w-lg",
          )}
        >
          <header className={cn("flex items-start gap-3 px-5 pt-4 pb-3", hideTitle && "sr-only")}>
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold wrap-anywhere">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-sm text-muted wrap-anywhere">{description}</Radix.Description>
              )}
            </div>
            {!closeless && (
              <Radix.Close asChild>
                <Button variant="ghost" size="icon-sm" aria-label="Close" className="-mr-1.5">
                  <X className="size-4" aria-hidden />
                </Button>
              </Radix.Close>
            )}
          </header>
          <Place value={content}>{children}</Place>
          <Confirm
            open={asking}
            onOpenChange={setAsking}
            title="Discard what you have typed?"
            action="Discard"
            cancel="Keep writing"
            onConfirm={() => {
              setAsking(false);
              onOpenChange(false);
            }}
          >
            It has not been saved.
          </Confirm>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function keepOpen(event: Event): void {
  event.preventDefault();
}

interface BodyProps {
  children: ReactNode;
  className?: string;
  /** Names a body that is only read: it takes the focus itself, so that the keyboard can scroll it. */
  readOnlyLabel?: string;
}

/** Why a form was not taken, whatever comes or grows above it meanwhile and wherever one scrolls to. */
const STAYS_IN_VIEW =
  "*:data-form-error:sticky *:data-form-error:-bottom-5 *:data-form-error:-mx-5 *:data-form-error:bg-raised *:data-form-error:px-5 *:data-form-error:py-2";

export function DialogBody({ children, className, readOnlyLabel }: BodyProps) {
  const reading = readOnlyLabel ? { role: "region", tabIndex: 0, "aria-label": readOnlyLabel } : {};
  return (
    <div
      {...reading}
      className={cn("flex flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5 -outline-offset-2", STAYS_IN_VIEW, className)}
    >
      {children}
    </div>
  );
}

export function DialogFooter({ children }: { children: ReactNode }) {
  return <footer className="flex items-center justify-end gap-2 border-t bg-sunken px-5 py-3">{children}</footer>;
}
