import { X } from "lucide-react";
import { Button } from "@/ui/Button";

interface Props {
  title: string;
  /** What is shown below, in a sentence. */
  words: string;
  onClose: () => void;
}

export function PanelHeader({ title, words, onClose }: Props) {
  return (
    <header className="flex items-center gap-2 border-b px-4 py-3">
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold">{title}</h2>
        <p className="text-sm text-muted">{words}</p>
      </div>
      <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
        <X className="size-4" aria-hidden />
      </Button>
    </header>
  );
}
