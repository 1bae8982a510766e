import type { ReactNode } from "react";
import { Segmented } from "@/ui/Segmented";
import { useAppearance } from "./appearance";
import { THEMES } from "./themes";

const DENSITIES = [
  { value: "comfortable", label: "Comfortable" },
  { value: "compact", label: "Compact" },
] as const;

export function AppearanceSettings() {
  const [{ theme, density }, change] = useAppearance();
  return (
    <div className="flex flex-col gap-4">
      <Row label="Theme">
        <Segmented
          label="Theme"
          value={theme}
          onChange={(next) => change({ theme: next })}
          options={THEMES.map(({ value, label, icon: Icon }) => ({
            value,
            label,
            icon: <Icon className="size-4" aria-hidden />,
          }))}
        />
      </Row>
      <Row label="Density">
        <Segmented
          label="Density"
          value={density}
          onChange={(next) => change({ density: next })}
          options={[...DENSITIES]}
        />
      </Row>
    </div>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-1.5">
      <span aria-hidden className="text-sm font-medium">
        {label}
      </span>
      {children}
    </div>
  );
}
