import type { ComponentProps } from "react";
import { cn } from "./cn";
import { CONTROL } from "./Field";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(CONTROL, "h-9", className)} autoComplete="off" {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(CONTROL, "min-h-20 resize-y py-2", className)} {...rest} />;
}
