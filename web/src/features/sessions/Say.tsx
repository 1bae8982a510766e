import { Send } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Button } from "@/ui/Button";
import { Textarea } from "@/ui/Input";
import { announce } from "@/ui/toast";
import { type Place, useSay } from "./queries";

/** Each message costs a turn of the agent's model. */
export function Say({ place, name }: { place: Place; name: string }) {
  const [text, setText] = useState("");
  const say = useSay(place);
  const send = async () => {
    if (!text.trim() || say.isPending) return;
    if (await announce(say.mutateAsync(text.trim()), { failed: "It was not said" })) setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <form onSubmit={onSubmit} className="flex items-end gap-2 border-t p-3">
      <Textarea
        aria-label={`Say something to ${name}`}
        placeholder="Say something; it wakes the agent"
        className="min-h-10"
        rows={2}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
      />
      <Button type="submit" variant="primary" busy={say.isPending} disabled={!text.trim()}>
        <Send className="size-4" aria-hidden />
        Send
      </Button>
    </form>
  );
}
