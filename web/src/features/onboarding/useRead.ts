import { useState } from "react";
import type { Onboarding } from "@/lib/api/types";
import { type Change, changedBy, changesOf } from "./changes";

type Draft = NonNullable<Onboarding["draft_goal"]>;

interface Read {
  /** The version that what the person has read is sent with. */
  version: number;
  changes: Change[];
  who: string;
  /** From now on this is what the person has read. */
  take: (onboarding: Onboarding) => void;
}

/** The draft that a person has read, beside the one that there is: what came meanwhile does not pass unseen. */
export function useRead(onboarding: Onboarding, empty: Draft): Read {
  const [read, take] = useState(onboarding);
  const changes = changesOf(read.draft_goal ?? empty, onboarding.draft_goal ?? empty);
  return {
    // Whatever else was said and done changes nothing of what is confirmed.
    version: changes.length ? read.version : onboarding.version,
    changes,
    who: changedBy(read, onboarding),
    take,
  };
}
