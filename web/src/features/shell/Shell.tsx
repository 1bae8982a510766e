import { Outlet, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { LiveProvider } from "@/lib/live/LiveProvider";
import { patient } from "@/lib/patient";
import { Place } from "@/ui/place";
import { SwitchedElsewhere } from "../organizations/SwitchedElsewhere";
import { AllPaused } from "./AllPaused";
import { DESTINATIONS, type Destination, SETUP_PAGES } from "./navigation";
import { PhoneBottomBar, PhoneTopBar } from "./PhoneBars";
import { Sidebar } from "./Sidebar";

const CommandPalette = lazy(patient(() => import("./CommandPalette")));
const ShortcutHelp = lazy(patient(() => import("./ShortcutHelp").then((module) => ({ default: module.ShortcutHelp }))));

/** What surrounds every page for somebody who is signed in. */
export function Shell() {
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  const [main, setMain] = useState<HTMLElement | null>(null);
  useShortcut({
    keys: "mod+k",
    label: "Find anything",
    group: "Everywhere",
    whileTyping: true,
    run: () => setSearching(true),
  });
  useShortcut({ keys: "?", label: "Show these shortcuts", group: "Everywhere", run: () => setHelping(true) });
  return (
    <LiveProvider>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <Sidebar onSearch={() => setSearching(true)} />
        <div className="flex min-w-0 flex-1 flex-col">
          <PhoneTopBar onSearch={() => setSearching(true)} />
          <main
            ref={setMain}
            id="main"
            tabIndex={-1}
            className="flex min-w-0 flex-1 flex-col outline-none max-md:pb-16"
          >
            <Place value={main}>
              <AllPaused />
              <Outlet />
            </Place>
          </main>
        </div>
      </div>
      <PhoneBottomBar />
      {[...DESTINATIONS, ...SETUP_PAGES].map((destination) => (
        <GoTo key={destination.to} {...destination} />
      ))}
      <SwitchedElsewhere />
      <Suspense>
        {searching && <CommandPalette onClose={() => setSearching(false)} onHelp={() => setHelping(true)} />}
        {helping && <ShortcutHelp open onOpenChange={setHelping} />}
      </Suspense>
    </LiveProvider>
  );
}

function GoTo({ to, label, keys }: Destination) {
  const navigate = useNavigate();
  useShortcut({ keys, label: `Go to ${label}`, group: "Go to", run: () => void navigate({ to }) });
  return null;
}
