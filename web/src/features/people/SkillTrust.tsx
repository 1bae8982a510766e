import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { Organization } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Textarea } from "@/ui/Input";
import { SwitchRow } from "@/ui/Switch";
import { announce } from "@/ui/toast";
import { useOrganizationUpdate } from "./queries";

/** Whose skills one administrator may install alone; for owners to decide, and for administrators to know. */
export function SkillTrust({ organization, isOwner }: { organization: Organization; isOwner: boolean }) {
  const update = useOrganizationUpdate();
  return (
    <div className="flex max-w-xl flex-col gap-3">
      <SwitchRow
        label="Skills from elsewhere need a second administrator"
        description="Before an agent hears of one, somebody else than who has asked agrees. While there is one administrator alone, nobody waits."
        checked={organization.skills_need_second_admin}
        disabled={!isOwner}
        onChange={(skills_need_second_admin) =>
          announce(update.mutateAsync({ skills_need_second_admin }), { failed: "That was not changed" })
        }
      />
      <Sources key={organization.id} organization={organization} isOwner={isOwner} />
    </div>
  );
}

function Sources({ organization, isOwner }: { organization: Organization; isOwner: boolean }) {
  const [edited, setEdited] = useState<string | null>(null);
  const update = useOrganizationUpdate();
  const known = organization.trusted_skill_sources.join("\n");
  const text = edited ?? known;

  async function save(event: FormEvent) {
    event.preventDefault();
    const sources = text.split("\n").map((line) => line.trim());
    const saved = update.mutateAsync({ trusted_skill_sources: sources.filter(Boolean) });
    if (await announce(saved, { done: "The sources were changed" })) setEdited(null);
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-2">
      <Field
        label="Your own sources"
        hint={
          isOwner
            ? "Beginnings of addresses, one in each line, such as https://github.com/acme. Skills from there need nobody else."
            : "Skills from there need nobody else. Owners change this."
        }
        error={update.error ? errorMessage(update.error) : null}
      >
        {(control) => (
          <Textarea
            {...control}
            readOnly={!isOwner}
            spellCheck={false}
            placeholder={isOwner ? undefined : "None"}
            value={text}
            onChange={({ target }) => setEdited(target.value)}
          />
        )}
      </Field>
      {isOwner && (
        <Button type="submit" className="self-start" busy={update.isPending} disabled={text.trim() === known}>
          Save sources
        </Button>
      )}
    </form>
  );
}
