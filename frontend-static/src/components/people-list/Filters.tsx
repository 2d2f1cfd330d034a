import type { Staff, StaffMember } from "../../api/people";
import { capital } from "../../domain/people";

/** Filters by group, type, site, and by what to show of it all. They are kept in the address. */
export function isShown(person: StaffMember, address: URLSearchParams): boolean {
  const show = address.get("show") ?? "";
  if (show === "leavers" ? person.active : !person.active && show !== "all") return false;
  if (show === "warnings" && person.warnings.length === 0) return false;
  const [group, type, site] = ["group", "type", "site"].map((name) => address.get(name) ?? "");
  if (group && !person.groups.includes(group)) return false;
  if (type && person.term?.group !== type) return false;
  return !site || person.term?.site === site;
}

interface FiltersProps {
  staff: Staff;
  address: URLSearchParams;
  onChoose(change: Record<string, string>): void;
}

export function Filters({ staff, address, onChoose }: FiltersProps) {
  const types = [...new Set(staff.people.flatMap((person) => person.term?.group ?? []))].sort();
  const choices: [name: string, label: string, options: [value: string, words: string][]][] = [
    [
      "show",
      "Show",
      [
        ["", "Who works here"],
        ["warnings", "With warnings"],
        ["leavers", "Leavers"],
        ["all", "Everybody"],
      ],
    ],
    ["type", "Type", [["", "Every type"], ...types.map((type): [string, string] => [type, capital(type)])]],
    ["site", "Site", [["", "Every site"], ...staff.sites.map((s): [string, string] => [s.code, s.name])]],
    ["group", "Group", [["", "Every group"], ...staff.groups.map((g): [string, string] => [g.code, g.name])]],
  ];
  return (
    <>
      {choices
        .filter(([name, , options]) => options.length > (name === "group" ? 1 : 2))
        .map(([name, label, options]) => (
          <div class="field" key={name}>
            <label for={`filter-${name}`}>{label}</label>
            <select
              id={`filter-${name}`}
              value={address.get(name) ?? ""}
              onChange={(event) => onChoose({ [name]: event.currentTarget.value })}
            >
              {options.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </div>
        ))}
    </>
  );
}
