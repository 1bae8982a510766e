import { Button } from "@/ui/Button";
import type { Change } from "./changes";

interface Props {
  who: string;
  changes: Change[];
  onRead: () => void;
}

/** Said of a draft that became another while a person read it; it is confirmed when he has read this one. */
export function ChangedDraft({ who, changes, onRead }: Props) {
  return (
    <section role="alert" className="flex flex-col gap-3 rounded-md bg-warn-tint p-3 text-sm">
      <div>
        <h3 className="font-medium text-warn">{who} has changed the draft</h3>
        <p>The form shows it as it is now, with what you have written kept. Read it before you confirm it.</p>
      </div>
      <dl className="flex flex-col gap-2">
        {changes.map(({ label, was, now }) => (
          <div key={label}>
            <dt className="font-medium">{label}</dt>
            <dd className="max-h-32 overflow-y-auto wrap-anywhere whitespace-pre-line">
              {was && <del className="text-muted">{was}</del>}{" "}
              {now ? <ins className="no-underline">{now}</ins> : "empty"}
            </dd>
          </div>
        ))}
      </dl>
      <Button className="self-start" onClick={onRead}>
        I have read it
      </Button>
    </section>
  );
}
