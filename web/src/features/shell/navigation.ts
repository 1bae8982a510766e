import {
  Activity,
  Bot,
  Building2,
  ChartNoAxesCombined,
  GraduationCap,
  House,
  Layers,
  ListPlus,
  type LucideIcon,
  MessageCircleQuestionMark,
  Rss,
  ScrollText,
  Search,
  Settings,
  ShieldCheck,
  SquareKanban,
  Tag,
  Waypoints,
} from "lucide-react";

export interface Destination {
  to:
    | "/"
    | "/dashboard"
    | "/groups"
    | "/approvals"
    | "/messages"
    | "/gateways"
    | "/tags"
    | "/custom-fields"
    | "/skills"
    | "/subscriptions"
    | "/boards"
    | "/agents"
    | "/activity"
    | "/audit"
    | "/organization"
    | "/search"
    | "/settings";
  label: string;
  icon: LucideIcon;
  keys: string;
  /** In the bar on phones, which holds few; the others are one tap further, under "More". */
  onPhoneBar?: true;
}

export const DESTINATIONS: Destination[] = [
  { to: "/", label: "Home", icon: House, keys: "g h", onPhoneBar: true },
  { to: "/dashboard", label: "Dashboard", icon: ChartNoAxesCombined, keys: "g d" },
  { to: "/boards", label: "Boards", icon: SquareKanban, keys: "g b", onPhoneBar: true },
  { to: "/groups", label: "Groups", icon: Layers, keys: "g r" },
  { to: "/approvals", label: "Approvals", icon: ShieldCheck, keys: "g p", onPhoneBar: true },
  { to: "/messages", label: "Messages", icon: MessageCircleQuestionMark, keys: "g m" },
  { to: "/agents", label: "Agents", icon: Bot, keys: "g a", onPhoneBar: true },
  { to: "/activity", label: "Activity", icon: Activity, keys: "g v" },
  { to: "/search", label: "Search", icon: Search, keys: "g /" },
  { to: "/settings", label: "Settings", icon: Settings, keys: "g s" },
];

/** What is set up once and for all boards. */
export const SETUP_PAGES: Destination[] = [
  { to: "/organization", label: "Organization", icon: Building2, keys: "g o" },
  { to: "/gateways", label: "Gateways", icon: Waypoints, keys: "g w" },
  { to: "/audit", label: "Audit", icon: ScrollText, keys: "g l" },
  { to: "/tags", label: "Tags", icon: Tag, keys: "g t" },
  { to: "/custom-fields", label: "Custom fields", icon: ListPlus, keys: "g f" },
  { to: "/skills", label: "Skills", icon: GraduationCap, keys: "g k" },
  { to: "/subscriptions", label: "Subscriptions", icon: Rss, keys: "g u" },
];
