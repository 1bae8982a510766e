import { useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Gateway, GatewayAbilities } from "@/lib/api/types";
import { Dialog, DialogBody } from "@/ui/Dialog";
import { Input } from "@/ui/Input";
import { RelativeTime } from "@/ui/RelativeTime";
import { Loading, Skeleton } from "@/ui/Skeleton";
import { useAbilities } from "./queries";

/** What a gateway can be asked and tells of, and what we may do there. */
export function AbilitiesDialog({ gateway, onClose }: { gateway: Gateway; onClose: () => void }) {
  const { data, error } = useAbilities(gateway.id);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`What ${gateway.name} allows and can do`}
      description={
        data?.told_at && (
          <>
            As it said when it was last connected, <RelativeTime at={data.told_at} />.
          </>
        )
      }
      className="sm:max-w-xl"
    >
      {data ? (
        <Abilities abilities={data} />
      ) : (
        <DialogBody>
          {error ? (
            <p role="alert" className="text-bad">
              {errorMessage(error)}
            </p>
          ) : (
            <Loading label="Loading">
              <Skeleton className="h-40" />
            </Loading>
          )}
        </DialogBody>
      )}
    </Dialog>
  );
}

function Abilities({ abilities }: { abilities: GatewayAbilities }) {
  const [text, setText] = useState("");
  const wanted = (names: string[]) => names.filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <>
      <div className="px-5 pb-3">
        <Input
          type="search"
          aria-label="Find methods and events"
          placeholder="Find methods and events…"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <DialogBody readOnlyLabel="Rights and abilities">
        {abilities.missing.length > 0 && (
          <p className="rounded-md bg-warn-tint px-3 py-2 text-sm text-warn wrap-anywhere">
            Not announced, though we use it: {abilities.missing.join(", ")}. Some of it works all the same; update the
            gateway if something does not.
          </p>
        )}
        <Names title="We may" names={abilities.scopes} none="It did not say." />
        <Names title="It can be asked" names={wanted(abilities.methods)} none="Nothing of that name." />
        <Names title="It tells of" names={wanted(abilities.events)} none="Nothing of that name." />
      </DialogBody>
    </>
  );
}

function Names({ title, names, none }: { title: string; names: string[]; none: string }) {
  return (
    <section>
      <h3 className="mb-1 text-sm font-medium">
        {title} <span className="font-normal text-muted">({names.length})</span>
      </h3>
      {names.length === 0 ? (
        <p className="text-sm text-muted">{none}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-3 gap-y-0.5 font-mono text-xs">
          {names.map((name) => (
            <li key={name} className="wrap-anywhere">
              {name}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
