import { RefreshCw } from "lucide-react";
import type { Skill, SkillDetail } from "@/lib/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Sentence } from "@/ui/Sentence";
import { announce } from "@/ui/toast";
import { useReadSkill } from "./queries";

/** How far the reading of a skill has come; nothing for what is read, as most are. */
export function ReadMark({ skill }: { skill: Pick<Skill, "read_status"> }) {
  if (skill.read_status === "reading") return <Badge tone="info">Being read</Badge>;
  if (skill.read_status === "failed") return <Badge tone="bad">Could not be read</Badge>;
  if (skill.read_status === "unread") return <Badge tone="warn">Not read yet</Badge>;
  return null;
}

/** The instructions as agents get them, how they were read, and the way to have them read anew. */
export function Instructions({ skill }: { skill: SkillDetail }) {
  const readSkill = useReadSkill();
  const read = () => announce(readSkill.mutateAsync(skill.id), { failed: "The skill could not be read" });
  return (
    <section aria-labelledby="instructions">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 id="instructions" className="font-medium">
          Instructions
        </h3>
        <ReadMark skill={skill} />
        {!skill.pack_id && (
          <Button
            size="sm"
            className="ml-auto"
            busy={readSkill.isPending || skill.read_status === "reading"}
            onClick={read}
          >
            <RefreshCw className="size-3.5" aria-hidden />
            {skill.content === null ? "Read it" : "Read again"}
          </Button>
        )}
      </div>
      <p className="text-sm text-muted wrap-anywhere not-empty:mb-2" aria-live="polite">
        {skill.read_reason && <Sentence text={told(skill.read_reason)} />}
      </p>
      {skill.content === null ? (
        <p className="text-sm text-muted">It can be installed once its instructions are here to be looked at.</p>
      ) : (
        <pre className="rounded-lg border bg-sunken p-3 text-sm whitespace-pre-wrap wrap-anywhere">{skill.content}</pre>
      )}
    </section>
  );
}

function told(reason: string) {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
