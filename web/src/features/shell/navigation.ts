import { Activity, Bot, House, type LucideIcon, Settings, SquareKanban } from "lucide-react";

export interface Destination {
  to: "/" | "/boards" | "/agents" | "/activity" | "/settings";
  label: string;
  icon: LucideIcon;
  keys: string;
}

export const DESTINATIONS: Destination[] = [
  { to: "/", label: "Home", icon: House, keys: "g h" },
  { to: "/boards", label: "Boards", icon: SquareKanban, keys: "g b" },
  { to: "/agents", label: "Agents", icon: Bot, keys: "g a" },
  { to: "/activity", label: "Activity", icon: Activity, keys: "g v" },
  { to: "/settings", label: "Settings", icon: Settings, keys: "g s" },
];
