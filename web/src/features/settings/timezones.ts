export interface ZoneGroup {
  region: string;
  zones: { value: string; label: string }[];
}

/** Every time zone that the browser knows, by region; one that was saved elsewhere and is unknown here is kept. */
export function zoneGroups(saved: string | null, known: string[] = Intl.supportedValuesOf("timeZone")): ZoneGroup[] {
  const all = new Set(["UTC", ...known]);
  if (saved) all.add(saved);
  const groups = new Map<string, ZoneGroup>();
  for (const value of [...all].sort()) {
    const slash = value.indexOf("/");
    const region = slash < 0 ? "Other" : value.slice(0, slash);
    const group = groups.get(region) ?? { region, zones: [] };
    group.zones.push({ value, label: value.slice(slash + 1).replaceAll("_", " ") });
    groups.set(region, group);
  }
  return [...groups.values()].sort((a, b) => Number(a.region === "Other") - Number(b.region === "Other"));
}

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
