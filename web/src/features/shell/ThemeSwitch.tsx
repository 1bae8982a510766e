import { Monitor } from "lucide-react";
import { Button } from "@/ui/Button";
import { Menu, MenuChoice, MenuContent, MenuTrigger } from "@/ui/Menu";
import { useAppearance } from "../settings/appearance";
import { THEMES } from "../settings/themes";

export function ThemeSwitch() {
  const [{ theme }, change] = useAppearance();
  const Icon = THEMES.find((option) => option.value === theme)?.icon ?? Monitor;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`Theme: ${theme}`}>
          <Icon className="size-4" aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {THEMES.map((option) => (
          <MenuChoice
            key={option.value}
            checked={theme === option.value}
            onSelect={() => change({ theme: option.value })}
          >
            <option.icon className="size-4 text-muted" aria-hidden />
            {option.label}
          </MenuChoice>
        ))}
      </MenuContent>
    </Menu>
  );
}
