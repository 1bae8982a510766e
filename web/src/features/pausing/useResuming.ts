import { announce } from "@/ui/toast";
import { type Pausable, useResume } from "./queries";

/** Resumes at once: it is undone by a pause. */
export function useResuming(what: Pausable): { resume: () => void; isPending: boolean } {
  const { mutateAsync, isPending } = useResume();
  const resume = () =>
    announce(mutateAsync(what), { done: `${what.name} goes on`, failed: `${what.name} was not resumed` });
  return { resume, isPending };
}
