import { useEffect, useState } from "react";

/** A value once it has not changed for a while, so that not each letter asks the server. */
export function useSettled(value: string, rest = 200): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), rest);
    return () => clearTimeout(timer);
  }, [value, rest]);
  return settled;
}
