import { useState } from "preact/hooks";
import type { Named, Staff, StaffMember } from "../../api/people";
import type { Wanted } from "./wanted";

interface Props {
  staff: Staff | null;
  whom: Wanted["whom"];
  onChoose(whom: Wanted["whom"]): void;
}

/** Whose rota may change: everybody's, or that of people and groups that are ticked. */
export function WhomChoice({ staff, whom, onChoose }: Props) {
  return (
    <fieldset class="field whom">
      <legend>For</legend>
      <div class="segments">
        <label>
          <input type="radio" name="whom" checked={whom === null} onChange={() => onChoose(null)} />
          Everybody
        </label>
        <label>
          <input
            type="radio"
            name="whom"
            id="whom-chosen"
            checked={whom !== null}
            onChange={() => onChoose(whom ?? { people: [], groups: [] })}
          />
          {whom ? `Chosen: ${chosenWords(whom)}` : "Chosen people and groups"}
        </label>
      </div>
      {whom && staff && <Choice staff={staff} whom={whom} onChoose={onChoose} />}
    </fieldset>
  );
}

function chosenWords({ people, groups }: NonNullable<Wanted["whom"]>): string {
  const said = [
    people.length > 0 && (people.length === 1 ? "1 person" : `${people.length} people`),
    groups.length > 0 && (groups.length === 1 ? "1 group" : `${groups.length} groups`),
  ].filter(Boolean);
  return said.join(" and ") || "nobody yet";
}

interface ChoiceProps {
  staff: Staff;
  whom: NonNullable<Wanted["whom"]>;
  onChoose(whom: Wanted["whom"]): void;
}

function Choice({ staff, whom, onChoose }: ChoiceProps) {
  const [find, setFind] = useState("");
  const words = find.toLocaleLowerCase("en-GB").trim();
  const matches = (each: Named): boolean => `${each.name} ${each.code}`.toLocaleLowerCase("en-GB").includes(words);
  const groups = staff.groups.filter(matches);
  const people = staff.people.filter((person) => person.active && matches(person));
  const set = (kind: "people" | "groups", code: string, wanted: boolean): void => {
    const others = whom[kind].filter((each) => each !== code);
    onChoose({ ...whom, [kind]: wanted ? [...others, code] : others });
  };
  return (
    <div class="whom-choice">
      <div class="field">
        <label for="whom-find">Find a person or group</label>
        <input id="whom-find" type="search" value={find} onInput={(event) => setFind(event.currentTarget.value)} />
      </div>
      <div class="whom-lists" tabIndex={0} role="group" aria-label="People and groups">
        {groups.length > 0 && (
          <Ticks head="Groups" all={groups} ticked={whom.groups} onTick={(code, on) => set("groups", code, on)} />
        )}
        {people.length > 0 && (
          <Ticks
            head="People"
            all={people}
            ticked={whom.people}
            hint={roleOf}
            onTick={(code, on) => set("people", code, on)}
          />
        )}
        {groups.length + people.length === 0 && <p class="muted">Nobody and no group matches.</p>}
      </div>
    </div>
  );
}

function roleOf(person: StaffMember): string {
  return person.term?.role ?? "no working term";
}

interface TicksProps<Each extends Named> {
  head: string;
  all: Each[];
  ticked: string[];
  hint?(each: Each): string;
  onTick(code: string, on: boolean): void;
}

function Ticks<Each extends Named>({ head, all, ticked, hint, onTick }: TicksProps<Each>) {
  return (
    <fieldset>
      <legend>{head}</legend>
      {all.map((each) => (
        <label key={each.code} class="check">
          <input
            type="checkbox"
            checked={ticked.includes(each.code)}
            onChange={(event) => onTick(each.code, event.currentTarget.checked)}
          />
          <span>
            {each.name} {hint && <span class="muted">{hint(each)}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
