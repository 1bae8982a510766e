import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import type { MadeApiKey } from "@/lib/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogBody, DialogFooter } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { ShownOnce } from "@/ui/ShownOnce";
import { announce } from "@/ui/toast";
import { BoardChoice } from "../boards/BoardChoice";
import { useMakeApiKey, type Whose } from "./queries";
import { SCOPE_NAMES, SCOPES, type Scope } from "./scopes";

const LIFETIMES: Record<string, { label: string; days: number | null }> = {
  month: { label: "30 days", days: 30 },
  quarter: { label: "90 days", days: 90 },
  year: { label: "A year", days: 365 },
  never: { label: "Never", days: null },
};

interface Props {
  whose: Whose;
  open: boolean;
  onClose: () => void;
}

export function ApiKeyDialog({ whose, open, onClose }: Props) {
  const [made, setMade] = useState<MadeApiKey | null>(null);
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => !next && onClose()}
        title={whose === "mine" ? "New API key" : "New service key"}
        description={
          whose === "mine"
            ? "A program that has it acts for you in this organization, and never with more rights than you have."
            : "Makes a service with a place of its own, which stays when you leave."
        }
      >
        <ApiKeyForm
          whose={whose}
          onCancel={onClose}
          onMade={(key) => {
            onClose();
            setMade(key);
          }}
        />
      </Dialog>
      <ShownOnce
        text={made?.key ?? null}
        title="Copy this key"
        description="It is shown now and never again."
        copy="Copy the key"
        testId="api-key"
        onClose={() => setMade(null)}
        after={
          <p>
            Programs send it as <code className="font-mono text-xs">Authorization: Bearer …</code>
          </p>
        }
      />
    </>
  );
}

interface FormProps {
  whose: Whose;
  onCancel: () => void;
  onMade: (key: MadeApiKey) => void;
}

function ApiKeyForm({ whose, onCancel, onMade }: FormProps) {
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  const [role, setRole] = useState<"member" | "admin">("member");
  const [boards, setBoards] = useState<string[] | null>(null);
  const [lifetime, setLifetime] = useState("quarter");
  const make = useMakeApiKey(whose);

  function submit(event: FormEvent) {
    event.preventDefault();
    const made = make.mutateAsync({ name, scopes: [scope], role, board_ids: boards, expires_at: endOf(lifetime) });
    // The key is shown once: also to who closed the dialog before the answer came.
    void announce(made.then(onMade));
  }

  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody>
        <Field label="Name" hint="What it is for." error={make.error ? errorMessage(make.error) : null}>
          {(control) => (
            <Input {...control} autoFocus required value={name} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
        <Field label="Scope" hint={`It ${SCOPES[scope].meaning}.`}>
          {(control) => (
            <Select {...control} value={scope} onChange={({ target }) => setScope(target.value as Scope)}>
              {SCOPE_NAMES.map((it) => (
                <option key={it} value={it}>
                  {SCOPES[it].label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {whose === "ours" && (
          <Field label="Role" hint="What the service is in the organization, among its members.">
            {(control) => (
              <Select {...control} value={role} onChange={({ target }) => setRole(target.value as typeof role)}>
                <option value="member">Member</option>
                <option value="admin">Admin</option>
              </Select>
            )}
          </Field>
        )}
        <BoardChoice
          label="Boards"
          all={whose === "mine" ? "All that you reach" : "All of the organization"}
          chosen={boards}
          onChange={setBoards}
        />
        <Field label="Expires after">
          {(control) => (
            <Select {...control} value={lifetime} onChange={({ target }) => setLifetime(target.value)}>
              {Object.entries(LIFETIMES).map(([value, { label }]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button variant="primary" type="submit" busy={make.isPending} disabled={!name.trim() || boards?.length === 0}>
          Make the key
        </Button>
      </DialogFooter>
    </form>
  );
}

function endOf(lifetime: string): string | null {
  const days = LIFETIMES[lifetime]?.days;
  return days ? new Date(Date.now() + days * 86_400_000).toISOString() : null;
}
