import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  description?: string;
  children: ReactNode;
}

export function SettingsCard({ title, description, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-lg border bg-surface p-4 sm:p-5">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      {description && <p className="text-sm text-muted">{description}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}
