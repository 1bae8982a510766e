import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cn } from "./cn";
import { useFocusBack } from "./focusBack";
import { leaveToToasts } from "./outside";
import { Place } from "./place";

interface PanelProps {
  open: boolean;
  onClose: () => void;
  label: string;
  side?: "left" | "right";
  className?: string;
  children: ReactNode;
  onOpenAutoFocus?: (event: Event) => void;
  /** Gives the focus to something at the end when what had it before is gone; false when it found nothing. */
  focusElsewhere?: () => boolean;
}

/** A sheet at the edge of the screen. Focus goes in, stays in, and goes back to where it came from; Escape closes. */
export function Panel({
  open,
  onClose,
  label,
  side = "right",
  className,
  children,
  onOpenAutoFocus,
  focusElsewhere,
}: PanelProps) {
  const [content, setContent] = useState<HTMLElement | null>(null);
  const giveFocusBack = useFocusBack(open, focusElsewhere);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 animate-in bg-overlay" />
        <Radix.Content
          ref={setContent}
          aria-describedby={undefined}
          onOpenAutoFocus={onOpenAutoFocus}
          onCloseAutoFocus={giveFocusBack}
          onEscapeKeyDown={leaveToField}
          onInteractOutside={leaveToToasts}
          className={cn(
            "fixed inset-y-0 z-40 flex w-full flex-col bg-surface shadow-float outline-none",
            side === "right" ? "right-0 animate-panel sm:border-l" : "left-0 border-r",
            className ?? "sm:max-w-2xl",
          )}
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          <Place value={content}>{children}</Place>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A field that is being edited takes Escape for itself: the first one gives up the edit, the next closes the panel. */
function leaveToField(event: KeyboardEvent): void {
  if (event.target instanceof HTMLElement && event.target.dataset.ownEscape !== undefined) event.preventDefault();
}
