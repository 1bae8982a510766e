import { useState } from "react";
import type { SoulRef } from "@/lib/api/types";
import { useSettled } from "@/lib/useSettled";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Loaded } from "@/ui/Loaded";
import { useSouls } from "./queries";

const OWN = "mission-control";

/** The directory of souls, to begin from one of them. */
export function SoulChoice({ busy, onChoose }: { busy: boolean; onChoose: (soul: SoulRef) => void }) {
  const [text, setText] = useState("");
  const souls = useSouls(useSettled(text));
  return (
    <div className="flex flex-col gap-2">
      <Field label="Begin from one of the directory">
        {(control) => (
          <Input
            {...control}
            type="search"
            placeholder="Search souls"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <Loaded query={souls} what="souls" skeleton="h-16" empty="No soul has this in its name.">
        {(found) => (
          <div className="flex max-h-28 flex-wrap gap-1.5 overflow-y-auto">
            {found.map((soul) => (
              <Button key={soul.page_url} size="sm" disabled={busy} onClick={() => onChoose(soul)}>
                {nameOf(soul)}
              </Button>
            ))}
          </div>
        )}
      </Loaded>
    </div>
  );
}

function nameOf({ handle, slug }: SoulRef): string {
  const words = slug.replaceAll("-", " ");
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return handle === OWN ? name : `${name} (${handle})`;
}
