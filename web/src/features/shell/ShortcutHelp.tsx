import { useRegisteredShortcuts } from "@/lib/keyboard/shortcuts";
import { Dialog, DialogBody } from "@/ui/Dialog";
import { Kbd } from "@/ui/Kbd";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Lists the shortcuts that work on the page behind it. */
export function ShortcutHelp({ open, onOpenChange }: Props) {
  const shortcuts = useRegisteredShortcuts();
  const groups = [...new Set(shortcuts.map((shortcut) => shortcut.group))];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <DialogBody>
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-sm font-medium text-muted">{group}</h3>
            <dl>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div
                    key={shortcut.keys}
                    className="flex h-8 items-center justify-between gap-4 border-b last:border-0"
                  >
                    <dt>{shortcut.label}</dt>
                    <dd>
                      <Kbd keys={shortcut.keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </DialogBody>
    </Dialog>
  );
}
