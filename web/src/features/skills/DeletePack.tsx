import { useState } from "react";
import type { SkillPack } from "@/lib/api/types";
import { Checkbox } from "@/ui/Checkbox";
import { Confirm } from "@/ui/Confirm";
import { announce } from "@/ui/toast";
import { useDeletePack } from "./queries";

interface Props {
  pack: SkillPack;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function DeletePack({ pack, open, onOpenChange }: Props) {
  const [withSkills, setWithSkills] = useState(false);
  const remove = useDeletePack();
  const confirm = () =>
    announce(remove.mutateAsync({ packId: pack.id, skills: withSkills ? "delete" : "keep" }), {
      done: `“${pack.name}” was deleted`,
      failed: "The pack could not be deleted",
    });
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      title="Delete this pack?"
      action="Delete pack"
      busy={remove.isPending}
      onConfirm={confirm}
    >
      <p className="wrap-anywhere">“{pack.name}” is not read any more. Its skills stay in the catalogue as they are.</p>
      <div className="mt-3 text-text">
        <Checkbox label="Delete its skills too" checked={withSkills} onChange={setWithSkills} />
      </div>
    </Confirm>
  );
}
