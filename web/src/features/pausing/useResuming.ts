import { toast, toastError } from "@/ui/toast";
import { type Pausable, useResume } from "./queries";

/** Resumes at once: it is undone by a pause. */
export function useResuming(what: Pausable): { resume: () => void; isPending: boolean } {
  const { mutate, isPending } = useResume(what);
  const resume = () =>
    mutate(undefined, {
      onSuccess: () => toast.success(`${what.name} goes on`),
      onError: (error) => toastError(`${what.name} was not resumed`, error),
    });
  return { resume, isPending };
}
