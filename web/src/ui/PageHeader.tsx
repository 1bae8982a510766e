import type { ReactNode } from "react";
import { useDocumentTitle } from "@/lib/useDocumentTitle";

interface PageHeaderProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Before the title: a way back, an avatar. */
  leading?: ReactNode;
}

/** The page's one h1; also names the browser tab. */
export function PageHeader({ title, description, actions, leading }: PageHeaderProps) {
  useDocumentTitle(title);
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-3 pb-5">
      <div className="flex min-w-0 flex-1 basis-48 items-center gap-3">
        {leading}
        <div className="min-w-0">
          <h1 className="line-clamp-2 text-xl wrap-anywhere font-semibold tracking-tight">{title}</h1>
          {description && <p className="text-muted">{description}</p>}
        </div>
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** The reading column of ordinary pages; boards use the full width instead. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-6xl px-4 py-5 sm:px-6">{children}</div>;
}
