import { useState } from "react";
import type { SoulRef } from "@/lib/api/types";
import { useSettled } from "@/lib/useSettled";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { useSouls } from "./queries";

const OWN = "mission-control";

/** The directory of souls, to begin from one of them. */
export function SoulChoice({ busy, onChoose }: { busy: boolean; onChoose: (soul: SoulRef) => void }) {
  const [text, setText] = useState("");
  const { data: souls = [], isPending } = useSouls(useSettled(text));
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
      <div className="flex max-h-28 flex-wrap gap-1.5 overflow-y-auto">
        {souls.map((soul) => (
          <Button key={soul.page_url} size="sm" disabled={busy} onClick={() => onChoose(soul)}>
            {nameOf(soul)}
          </Button>
        ))}
        {souls.length === 0 && !isPending && <p className="text-sm text-muted">No soul has this in its name.</p>}
      </div>
    </div>
  );
}

function nameOf({ handle, slug }: SoulRef): string {
  const words = slug.replaceAll("-", " ");
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return handle === OWN ? name : `${name} (${handle})`;
}
