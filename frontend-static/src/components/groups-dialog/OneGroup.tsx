import { useState } from "preact/hooks";
import type { Group, Staff } from "../../api/people";

interface Props {
  group: Group;
  staff: Staff;
  open: boolean;
  onOpen(open: boolean): void;
  onRename(name: string): Promise<boolean>;
  onMembers(people: string[]): Promise<boolean>;
  onDelete(): Promise<boolean>;
}

/** A group in the list, opened to change it. Deleting asks first, and says who is in it and what uses it. */
export function OneGroup({ group, staff, open, onOpen, onRename, onMembers, onDelete }: Props) {
  const [name, setName] = useState(group.name);
  const [chosen, setChosen] = useState<string[]>(() => group.members.map((member) => member.code));
  const [sure, setSure] = useState(false);
  const id = `group-${staff.groups.findIndex((each) => each.code === group.code)}-${group.members.length}`;

  const choose = (code: string, wanted: boolean): void =>
    setChosen((was) => (wanted ? [...was, code] : was.filter((each) => each !== code)));

  return (
    <li class="card">
      <details open={open} onToggle={(event) => event.currentTarget.open !== open && onOpen(event.currentTarget.open)}>
        <summary>
          <strong>{group.name}</strong>{" "}
          <span class="muted">{group.members.length === 1 ? "1 person" : `${group.members.length} people`}</span>
        </summary>
        <div class="inside">
          {group.used_by.length > 0 && <p class="muted">Used by: {group.used_by.join("; ")}.</p>}
          <div class="group-add">
            <div class="field">
              <label for={`${id}-name`}>Name</label>
              <input
                id={`${id}-name`}
                value={name}
                maxLength={60}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            </div>
            <button
              type="button"
              class="button"
              disabled={!name.trim() || name.trim() === group.name}
              onClick={() => void onRename(name.trim())}
            >
              Rename
            </button>
          </div>
          <fieldset class="field">
            <legend>Who is in it</legend>
            <div class="group-people">
              {staff.people
                .filter((person) => person.active || chosen.includes(person.code))
                .map((person) => (
                  <label class="check" key={person.code}>
                    <input
                      type="checkbox"
                      checked={chosen.includes(person.code)}
                      onChange={(event) => choose(person.code, event.currentTarget.checked)}
                    />
                    {person.name}
                  </label>
                ))}
            </div>
          </fieldset>
          <div class="actions">
            {sure ? (
              <>
                <span>
                  Delete {group.name}? {sentence(group)}
                </span>
                <button type="button" class="button" onClick={() => setSure(false)}>
                  Keep it
                </button>
                <button type="button" class="button danger" onClick={() => void onDelete().then(() => setSure(false))}>
                  Delete it
                </button>
              </>
            ) : (
              <button type="button" class="button quiet" onClick={() => setSure(true)}>
                Delete…
              </button>
            )}
            <button type="button" class="button primary" onClick={() => void onMembers(chosen)}>
              Save members
            </button>
          </div>
        </div>
      </details>
    </li>
  );
}

function sentence(group: Group): string {
  if (group.used_by.length > 0) return "A rule uses it, so it cannot go until the rule is changed.";
  if (group.members.length === 0) return "Nobody is in it.";
  return `In it: ${group.members.map((member) => member.name).join(", ")}.`;
}
