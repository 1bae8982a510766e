import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "./appearance";

export const THEMES: { value: Theme; label: string; icon: LucideIcon }[] = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];
