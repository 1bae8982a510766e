import type { Skill, SkillPack } from "@/lib/api/types";
import { Input } from "@/ui/Input";
import { Select } from "@/ui/Select";
import { NONE, occurring, type SkillSearch } from "./filter";

interface Props {
  skills: Skill[];
  packs: SkillPack[];
  search: SkillSearch;
  onSearch: (part: SkillSearch) => void;
}

export function SkillFilters({ skills, packs, search, onSearch }: Props) {
  const packChoices = packs.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <search className="mb-3 flex flex-wrap gap-2">
      <Input
        type="search"
        aria-label="Search skills"
        placeholder="Search skills"
        className="min-w-40 flex-1 basis-48"
        value={search.q ?? ""}
        onChange={({ target }) => onSearch({ q: target.value || undefined })}
      />
      <Pick
        label="Pack"
        all="All packs"
        choices={[...packChoices, { value: NONE, label: "Without a pack" }]}
        value={search.pack}
        onChange={(pack) => onSearch({ pack })}
      />
      <Pick
        label="Category"
        all="All categories"
        choices={named(occurring(skills, "category"), "Without a category")}
        value={search.category}
        onChange={(category) => onSearch({ category })}
      />
      <Pick
        label="Risk"
        all="All risks"
        choices={named(occurring(skills, "risk"), "Without a risk")}
        value={search.risk}
        onChange={(risk) => onSearch({ risk })}
      />
    </search>
  );
}

interface PickProps {
  label: string;
  all: string;
  choices: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function Pick({ label, all, choices, value, onChange }: PickProps) {
  return (
    <Select
      aria-label={label}
      className="min-w-32 flex-1 sm:max-w-44"
      value={value ?? ""}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      <option value="">{all}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </Select>
  );
}

function named(values: string[], none: string) {
  return values.map((value) => ({ value, label: value === NONE ? none : value }));
}
