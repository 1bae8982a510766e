import { Tabs as Radix } from "radix-ui";
import { type ComponentProps, useEffect, useRef } from "react";
import { cn } from "./cn";

export const Tabs = Radix.Root;

export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  const list = useRef<HTMLDivElement>(null);
  const shown = useRef<Element>(null);
  // On a narrow screen the tab that an address opens may be beyond the edge. The page itself is not scrolled for it.
  useEffect(() => {
    const active = list.current?.querySelector<HTMLElement>("[data-state=active]");
    if (!list.current || !active || active === shown.current) return;
    shown.current = active;
    list.current.scrollLeft = active.offsetLeft - (list.current.clientWidth - active.offsetWidth) / 2;
  });
  return <Radix.List ref={list} className={cn("relative flex gap-4 border-b", className)} {...rest} />;
}

export function TabsTrigger({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        "-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-0.5 text-base text-muted hover:text-text",
        "data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text",
        className,
      )}
      {...rest}
    />
  );
}

export function TabsContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn("pt-4 outline-none", className)} {...rest} />;
}
