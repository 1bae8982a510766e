import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { Button } from "@/ui/Button";
import { PendingCount } from "../approvals/PendingCount";
import { OrganizationSwitcher } from "../organizations/OrganizationSwitcher";
import { LiveMark } from "./LiveMark";
import { DESTINATIONS } from "./navigation";
import { BAR_ITEM, PhoneMore } from "./PhoneMore";

export function PhoneTopBar({ onSearch }: { onSearch: () => void }) {
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b bg-canvas px-2 md:hidden">
      <div className="min-w-0 flex-1">
        <OrganizationSwitcher />
      </div>
      <LiveMark />
      <Button variant="ghost" size="icon" aria-label="Search" onClick={onSearch}>
        <Search className="size-4" aria-hidden />
      </Button>
    </header>
  );
}

export function PhoneBottomBar() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {DESTINATIONS.filter(({ onPhoneBar }) => onPhoneBar).map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} activeOptions={{ exact: to === "/" }} className={BAR_ITEM}>
          <Icon className="size-5" aria-hidden />
          {label}
          {to === "/approvals" && <PendingCount className="absolute top-1 left-1/2 ml-1" />}
        </Link>
      ))}
      <PhoneMore />
    </nav>
  );
}
