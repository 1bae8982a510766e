import { useQuery } from "@tanstack/react-query";
import { Count } from "@/ui/Count";
import { questionCountQuery } from "./queries";

/** How many questions wait for people, beside the link to them. */
export function QuestionCount({ className }: { className?: string }) {
  const { data: count = 0 } = useQuery(questionCountQuery);
  return <Count count={count} what="waiting" className={className} />;
}
