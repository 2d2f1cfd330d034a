import { useEffect, useState } from "preact/hooks";
import { ApiProblem, type Reason, reasonsOf } from "../../api/client";
import { addGroup, deleteGroup, type Group, readGroups, renameGroup, setMembers, type Staff } from "../../api/people";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";
import { say } from "../toast/toast";
import { OneGroup } from "./OneGroup";
import "./groups-dialog.css";

interface Props {
  staff: Staff;
  onChanged(): void;
  onClose(): void;
}

/** The practice's own groups: add, rename, choose members, delete. */
export function GroupsDialog({ staff, onChanged, onClose }: Props) {
  const [groups, setGroups] = useState<Group[] | null>(null);
  const [name, setName] = useState("");
  const [open, setOpen] = useState<string | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  useEffect(() => {
    readGroups()
      .then(setGroups)
      .catch((error) => setReasons(reasonsOf(error)));
  }, []);

  const make = async (change: () => Promise<Group[]>, words: string): Promise<boolean> => {
    try {
      setGroups(await change());
      setReasons([]);
      say(words);
      onChanged();
      return true;
    } catch (error) {
      setReasons(reasonsOf(error));
      // Somebody else was first: what they did is shown, and what was chosen here stays chosen.
      if (error instanceof ApiProblem && error.status === 409) setGroups(await readGroups().catch(() => groups));
      return false;
    }
  };

  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = name.trim();
    if (await make(() => addGroup(wanted), `Group ${wanted} added.`)) {
      setName("");
      setOpen(wanted);
    }
  };

  return (
    <Dialog title="Groups" onClose={onClose}>
      <div class="groups-dialog">
        <ErrorSummary reasons={reasons} fields={{ name: "group-name", code: "group-name" }} />
        <form class="group-add" onSubmit={add} noValidate>
          <div class="field">
            <label for="group-name">New group</label>
            <input
              id="group-name"
              value={name}
              maxLength={60}
              autocomplete="off"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <button type="submit" class="button" disabled={!name.trim()}>
            Add
          </button>
        </form>
        {groups?.length === 0 && (
          <p class="muted">
            No groups yet. Add one, as “Minor ops”, and choose who is in it; rules and filters can name it.
          </p>
        )}
        <ul class="group-list">
          {groups?.map((group) => (
            <OneGroup
              key={group.code}
              group={group}
              staff={staff}
              open={open === group.code}
              onOpen={(wanted) => setOpen(wanted ? group.code : null)}
              onRename={(wanted) => make(() => renameGroup(group, wanted), "Renamed.")}
              onMembers={(people) => make(() => setMembers(group, people), "Members saved.")}
              onDelete={() => make(() => deleteGroup(group), `Group ${group.name} deleted.`)}
            />
          ))}
        </ul>
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            Close
          </button>
        </div>
      </div>
    </Dialog>
  );
}
