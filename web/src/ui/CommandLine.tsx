import { CopyButton } from "./CopyButton";

interface CommandLineProps {
  /** What the command is for; names the copy button too. */
  label: string;
  command: string;
}

/** Something to paste into a terminal. Long lines wrap: a part that scrolls would be out of a keyboard's reach. */
export function CommandLine({ label, command }: CommandLineProps) {
  return (
    <div className="flex items-start gap-1 rounded-md border bg-sunken py-1 pr-1 pl-3">
      <pre className="min-w-0 flex-1 whitespace-pre-wrap break-all py-1 font-mono text-xs leading-5">{command}</pre>
      <CopyButton text={command} label={`Copy: ${label}`} />
    </div>
  );
}
