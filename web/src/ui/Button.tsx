import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const VARIANTS = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  secondary: "bg-surface text-text border-line-strong hover:bg-hover",
  ghost: "bg-transparent text-muted border-transparent hover:bg-hover hover:text-text",
  danger: "bg-bad-tint text-bad border-transparent hover:border-bad",
};

const SIZES = {
  sm: "h-7 px-2 text-sm gap-1.5",
  md: "h-8 px-3 text-base gap-2",
  icon: "size-8 justify-center",
  "icon-sm": "size-7 justify-center",
};

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  /** Shows a spinner and refuses further clicks while the action runs. */
  busy?: boolean;
  asChild?: boolean;
}

export function Button({
  variant = "secondary",
  size = "md",
  busy,
  asChild,
  className,
  children,
  ...rest
}: ButtonProps) {
  const Component = asChild ? Slot.Root : "button";
  return (
    <Component
      type={asChild ? undefined : "button"}
      {...rest}
      aria-busy={busy || undefined}
      disabled={rest.disabled || busy}
      className={cn(
        "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors duration-100",
        "disabled:cursor-default disabled:opacity-50",
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
    >
      {asChild ? (
        children
      ) : (
        <>
          {busy && <LoaderCircle className="size-4 animate-spin" aria-hidden />}
          {children}
        </>
      )}
    </Component>
  );
}
