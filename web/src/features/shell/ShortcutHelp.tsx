import { type Shortcut, useRegisteredShortcuts } from "@/lib/keyboard/shortcuts";
import { cn } from "@/ui/cn";
import { Dialog, DialogBody } from "@/ui/Dialog";
import { Kbd } from "@/ui/Kbd";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Lists the shortcuts that work on the page behind it. */
export function ShortcutHelp({ open, onOpenChange }: Props) {
  const shortcuts = useRegisteredShortcuts();
  const groups = by(shortcuts, ({ group }) => group);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <DialogBody readOnlyLabel="Shortcuts of this page">
        {[...groups].map(([group, members]) => (
          <section key={group}>
            <h3 className="mb-1 text-sm font-medium text-muted">{group}</h3>
            <dl>
              {[...by(members, ({ label }) => label)].map(([label, ways]) => (
                <div key={label} className="flex h-8 items-center justify-between gap-4 border-b last:border-0">
                  <dt>{label}</dt>
                  {ways.map(({ keys }, index) => (
                    <dd key={keys} className={cn("flex items-center gap-2", index === 0 && "ml-auto")}>
                      {index > 0 && <span className="text-sm text-muted">or</span>}
                      <Kbd keys={keys} />
                    </dd>
                  ))}
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogBody>
    </Dialog>
  );
}

/** In the order in which they first come; two keys for the same thing stand together. */
function by(shortcuts: readonly Shortcut[], name: (shortcut: Shortcut) => string): Map<string, Shortcut[]> {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) groups.set(name(shortcut), [...(groups.get(name(shortcut)) ?? []), shortcut]);
  return groups;
}
