import { Button } from "@/ui/Button";
import { useBroughtIntoView } from "@/ui/FormError";

interface Props {
  what: string;
  theirs: string;
  onReplace: () => void;
  onTake: () => void;
}

/** Beside a text that two people edit: what the other wrote, and the choice between the two. */
export function ChangedNotice({ what, theirs, onReplace, onTake }: Props) {
  const notice = useBroughtIntoView<HTMLDivElement>(theirs);
  return (
    <div
      ref={notice}
      role="status"
      tabIndex={-1}
      className="flex flex-col gap-2 rounded-md border border-line-strong bg-sunken p-3 text-sm outline-none"
    >
      <p className="font-medium text-warn">Somebody changed the {what} since you began. Yours is not saved.</p>
      {theirs.trim() ? (
        <blockquote className="border-l-2 pl-2 wrap-anywhere whitespace-pre-wrap">{theirs}</blockquote>
      ) : (
        <p className="text-muted">They left it empty.</p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="sm" onClick={onTake}>
          Take theirs
        </Button>
        <Button size="sm" variant="primary" onClick={onReplace}>
          Replace theirs
        </Button>
      </div>
    </div>
  );
}
