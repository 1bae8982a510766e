import { useEffect, useRef } from "react";
import type { Board, Onboarding } from "@/lib/api/types";
import { AddMore } from "./AddMore";
import { DraftForm } from "./DraftForm";
import { dialogueOf, mayAdd, openQuestion } from "./dialogue";
import { Question } from "./Question";
import { Transcript } from "./Transcript";
import { Waiting } from "./Waiting";

interface Props {
  board: Board;
  onboarding: Onboarding;
  writing: boolean;
  onWrite: (on: boolean) => void;
}

/** One that is under way: what was said, then what is next. */
export function Interview({ board, onboarding, writing, onWrite }: Props) {
  const said = dialogueOf(onboarding);
  const question = openQuestion(said);
  const drafted = onboarding.status === "completed";
  const next = useRef<HTMLDivElement>(null);
  const known = useRef(said.length);
  useEffect(() => {
    // What comes while one looks is brought into view; what was there is not scrolled to.
    if (said.length > known.current) next.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    known.current = said.length;
  }, [said.length]);
  return (
    <div className="flex flex-col gap-5">
      <Transcript said={question ? said.slice(0, -1) : said} folded={drafted} />
      <div ref={next} aria-live="polite" className="flex scroll-my-6 flex-col gap-5 empty:-mb-5">
        {question && <Question key={question.at} boardId={board.id} question={question} said={said} />}
        {onboarding.waits_for === "agent" && (
          <Waiting
            board={board}
            onboarding={onboarding}
            onWrite={drafted || writing ? undefined : () => onWrite(true)}
          />
        )}
      </div>
      {(drafted || writing) && (
        <DraftForm board={board} onboarding={onboarding} onClose={drafted ? undefined : () => onWrite(false)} />
      )}
      {drafted && mayAdd(said) && <AddMore boardId={board.id} />}
    </div>
  );
}
