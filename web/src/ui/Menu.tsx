import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { usePlace } from "./place";

/** Not modal: a modal one hides the page from screen readers while its links can still be reached by keyboard. */
export function Menu(props: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root modal={false} {...props} />;
}
export const MenuTrigger = Radix.Trigger;

export const FLOATING = "z-50 animate-in rounded-lg border bg-raised p-1 shadow-float";
const ITEM = cn(
  "flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 py-1 text-base outline-none",
  "data-highlighted:bg-hover data-disabled:cursor-default data-disabled:text-faint",
);

export function MenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal container={usePlace()}>
      <Radix.Content
        sideOffset={4}
        collisionPadding={8}
        className={cn(FLOATING, "min-w-44 max-w-[min(22rem,calc(100vw-1rem))]", className)}
        {...rest}
      />
    </Radix.Portal>
  );
}

interface ItemProps extends ComponentProps<typeof Radix.Item> {
  danger?: boolean;
}

export function MenuItem({ className, danger, ...rest }: ItemProps) {
  return <Radix.Item className={cn(ITEM, danger && "text-bad", className)} {...rest} />;
}

export function MenuChoice({ className, children, ...rest }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(ITEM, className)} {...rest}>
      {children}
      <Radix.ItemIndicator className="ml-auto pl-3">
        <Check className="size-4 text-accent-text" aria-hidden />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-xs text-faint">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-1 my-1 h-px bg-line" />;
}
