import { AlertDialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./Button";
import { useFocusBack } from "./focusBack";

interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  /** The deed itself, as a verb: "Delete board". */
  action: string;
  cancel?: string;
  busy?: boolean;
  /** It cannot be done; the text says why. */
  blocked?: boolean;
  danger?: boolean;
  onConfirm: () => void;
}

/** Asks before something that cannot be undone. Focus starts on Cancel. */
export function Confirm({
  open,
  onOpenChange,
  title,
  children,
  action,
  cancel = "Cancel",
  busy,
  blocked,
  danger = true,
  onConfirm,
}: ConfirmProps) {
  const giveFocusBack = useFocusBack(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-in bg-overlay" />
        <Radix.Content
          onCloseAutoFocus={giveFocusBack}
          className="fixed inset-x-4 top-[20dvh] z-50 mx-auto max-h-[78dvh] max-w-md animate-in overflow-y-auto rounded-xl border bg-raised p-5 shadow-float"
        >
          <Radix.Title className="text-lg font-semibold wrap-anywhere">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-2 text-muted wrap-anywhere">{children}</div>
          </Radix.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>{cancel}</Button>
            </Radix.Cancel>
            <Button variant={danger ? "danger" : "primary"} busy={busy} disabled={blocked} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
