import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/api/errors";
import { useShortcut } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { FormError } from "@/ui/FormError";
import { Textarea } from "@/ui/Input";
import { Kbd } from "@/ui/Kbd";
import { type Option, questionsAsked, type Said, USUAL_QUESTIONS, wantsTyping } from "./dialogue";
import { useAnswer } from "./queries";

interface Props {
  boardId: string;
  question: Extract<Said, { kind: "question" }>;
  said: readonly Said[];
}

/** The question that waits: by a click, by its number on the keyboard, or in one's own words. */
export function Question({ boardId, question, said }: Props) {
  const answer = useAnswer(boardId);
  const [typed, setTyped] = useState<Option | "words" | null>(question.options.length === 0 ? "words" : null);
  const number = questionsAsked(said);
  const choose = (option: Option) => {
    if (answer.isPending) return;
    if (wantsTyping(option.label)) setTyped(option);
    else answer.mutate({ answer: option.label });
  };
  const write = (text: string) =>
    answer.mutate(typed === "words" || typed === null ? { answer: text } : { answer: typed.label, other_text: text });
  return (
    <section aria-labelledby="question" className="flex flex-col gap-4 rounded-lg border bg-surface p-4 sm:p-5">
      <div>
        <Progress number={number} />
        <h2 id="question" className="mt-1 text-lg font-semibold wrap-anywhere whitespace-pre-line">
          {question.text}
        </h2>
      </div>
      {question.options.length > 0 && (
        <ol className="flex flex-col gap-2">
          {question.options.map((option, index) => (
            <li key={option.id}>
              <Choice
                option={option}
                number={index + 1}
                busy={answer.isPending && answer.variables.answer === option.label}
                disabled={answer.isPending}
                onChoose={() => choose(option)}
              />
            </li>
          ))}
        </ol>
      )}
      {typed ? (
        <OwnWords
          key={typed === "words" ? "words" : typed.id}
          label={typed === "words" ? "Your answer" : typed.label}
          busy={answer.isPending}
          onCancel={question.options.length > 0 ? () => setTyped(null) : undefined}
          onSend={write}
        />
      ) : (
        <Button variant="ghost" className="self-start" disabled={answer.isPending} onClick={() => setTyped("words")}>
          Answer in your own words
        </Button>
      )}
      {answer.error && <FormError>{errorMessage(answer.error)}</FormError>}
    </section>
  );
}

function Progress({ number }: { number: number }) {
  const of = Math.max(USUAL_QUESTIONS, number);
  return (
    <div className="flex items-center gap-3 text-sm text-muted">
      <span>
        Question {number} <span className="text-faint">of about {of}</span>
      </span>
      <span aria-hidden className="h-1 max-w-40 flex-1 overflow-hidden rounded bg-sunken">
        <span className="block h-full rounded bg-accent" style={{ width: `${Math.min(100, (number / of) * 100)}%` }} />
      </span>
    </div>
  );
}

interface ChoiceProps {
  option: Option;
  number: number;
  busy: boolean;
  disabled: boolean;
  onChoose: () => void;
}

function Choice({ option, number, busy, disabled, onChoose }: ChoiceProps) {
  useShortcut({ keys: String(number), label: `Answer ${number}`, group: "Interview", run: onChoose }, number <= 9);
  return (
    <Button
      busy={busy}
      disabled={disabled}
      onClick={onChoose}
      className="h-auto! min-h-9 w-full shrink! justify-between! gap-3! py-1.5 text-left whitespace-normal!"
    >
      <span className="min-w-0 flex-1 wrap-anywhere">{option.label}</span>
      {number <= 9 && (
        <span aria-hidden className="max-sm:hidden">
          <Kbd keys={String(number)} />
        </span>
      )}
    </Button>
  );
}

interface OwnWordsProps {
  label: string;
  busy: boolean;
  onCancel?: () => void;
  onSend: (text: string) => void;
}

function OwnWords({ label, busy, onCancel, onSend }: OwnWordsProps) {
  const [text, setText] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim()) onSend(text.trim());
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <Field label={label}>
        {(control) => (
          <Textarea
            {...control}
            autoFocus
            rows={3}
            maxLength={10_000}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit(event);
              if (event.key === "Escape") onCancel?.();
            }}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" variant="primary" busy={busy} disabled={!text.trim()}>
          Send
        </Button>
      </div>
    </form>
  );
}
