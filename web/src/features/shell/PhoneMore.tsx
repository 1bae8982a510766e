import { Link, useMatchRoute } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { cn } from "@/ui/cn";
import { Dialog, DialogBody } from "@/ui/Dialog";
import { DESTINATIONS, type Destination, SETUP_PAGES } from "./navigation";

const CURRENT = "aria-[current=page]:font-medium aria-[current=page]:text-accent-text";
export const BAR_ITEM = cn(
  "relative flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 text-2xs text-muted",
  CURRENT,
);

const FURTHER = DESTINATIONS.filter(({ onPhoneBar }) => !onPhoneBar);

/** The pages that have no place in a phone's bar, one tap away. It is marked when one of them is open. */
export function PhoneMore() {
  const [open, setOpen] = useState(false);
  const matches = useMatchRoute();
  const here = [...FURTHER, ...SETUP_PAGES].find(({ to }) => matches({ to, fuzzy: true }));
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        className={cn(BAR_ITEM, here && "font-medium text-accent-text")}
        onClick={() => setOpen(true)}
      >
        <Ellipsis className="size-5" aria-hidden />
        More
        {here && <span className="sr-only"> ({here.label} is open)</span>}
      </button>
      <Dialog open={open} onOpenChange={setOpen} title="More pages">
        <DialogBody className="pb-[calc(1.25rem+env(safe-area-inset-bottom))]">
          <nav aria-label="More" className="flex flex-col gap-4">
            <Pages pages={FURTHER} onGo={() => setOpen(false)} />
            <section aria-labelledby="more-setup" className="flex flex-col gap-1.5">
              <h3 id="more-setup" className="text-sm font-medium text-muted">
                For all boards
              </h3>
              <Pages pages={SETUP_PAGES} onGo={() => setOpen(false)} />
            </section>
          </nav>
        </DialogBody>
      </Dialog>
    </>
  );
}

function Pages({ pages, onGo }: { pages: Destination[]; onGo: () => void }) {
  return (
    <ul className="grid grid-cols-2 gap-2">
      {pages.map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <Link
            to={to}
            onClick={onGo}
            className={cn(
              "flex h-12 items-center gap-3 rounded-lg border bg-surface px-3 text-text aria-[current=page]:border-accent",
              CURRENT,
            )}
          >
            <Icon className="size-5 shrink-0" aria-hidden />
            <span className="truncate">{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
