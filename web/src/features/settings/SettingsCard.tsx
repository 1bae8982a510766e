import type { ReactNode } from "react";

interface Props {
  id: string;
  title: string;
  description?: ReactNode;
  children: ReactNode;
}

/** One subject of the settings; its id can be linked to. */
export function SettingsCard({ id, title, description, children }: Props) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-16 grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 border-t py-6 first:border-t-0 first:pt-0 lg:grid-cols-[16rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={`${id}-title`} className="font-semibold">
          {title}
        </h2>
        {description && <p className="mt-1 text-sm text-muted">{description}</p>}
      </div>
      {children}
    </section>
  );
}
