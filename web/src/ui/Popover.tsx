import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { FLOATING } from "./Menu";
import { usePlace } from "./place";

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;
export const PopoverClose = Radix.Close;

export function PopoverContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal container={usePlace()}>
      <Radix.Content
        sideOffset={4}
        align="start"
        collisionPadding={8}
        className={cn(FLOATING, "max-w-[calc(100vw-1rem)] outline-none", className)}
        {...rest}
      />
    </Radix.Portal>
  );
}
