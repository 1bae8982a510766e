import { type ReactNode, type RefObject, useEffect, useRef } from "react";

interface Props {
  id?: string;
  children: ReactNode;
}

/** Why what a form sent was not taken; in a long form it comes into view by itself. */
export function FormError({ id, children }: Props) {
  const text = useBroughtIntoView<HTMLParagraphElement>(String(children));
  return (
    <p
      ref={text}
      id={id}
      role="alert"
      data-form-error
      tabIndex={-1}
      className="text-sm text-bad outline-none wrap-anywhere"
    >
      {children}
    </p>
  );
}

/**
 * Scrolls to what comes after something was sent, when it comes and when it says something else. It takes the focus too
 * if the button that was pressed has lost it by being disabled meanwhile; never from somebody who types.
 */
export function useBroughtIntoView<Shown extends HTMLElement>(said: string): RefObject<Shown | null> {
  const shown = useRef<Shown>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when something else is said
  useEffect(() => {
    shown.current?.scrollIntoView({ block: "nearest" });
    if (document.activeElement === document.body) shown.current?.focus({ preventScroll: true });
  }, [said]);
  return shown;
}
