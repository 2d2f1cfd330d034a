import "./people.css";
import { useCallback, useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { exportAddress, readStaff, type Staff } from "../api/people";
import { AddPerson } from "../components/add-person/AddPerson";
import { DataTable } from "../components/data-table/DataTable";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { GroupsDialog } from "../components/groups-dialog/GroupsDialog";
import { Icon } from "../components/icon/Icon";
import { ImportDialog } from "../components/import-dialog/ImportDialog";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { columnsOf } from "../components/people-list/columns";
import { Filters, isShown } from "../components/people-list/Filters";
import { say } from "../components/toast/toast";
import { useAddress } from "../domain/address";
import { groupNames } from "../domain/people";

function PeoplePage({ me }: { me: Me }) {
  return (
    <Page me={me} current="people">
      {isAdministrator(me.account) ? (
        <People />
      ) : (
        <div class="empty">
          <h1>Only rota administrators look after people and terms</h1>
          <p>Who works when is on the rota.</p>
          <a class="button primary" href="/rota.html">
            See the rota
          </a>
        </div>
      )}
    </Page>
  );
}

type Open = "add" | "import" | "groups" | null;

function People() {
  const [staff, setStaff] = useState<Staff | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [open, setOpen] = useState<Open>(null);
  const [address, go] = useAddress();

  const look = useCallback((): Promise<void> => {
    return readStaff()
      .then((found) => {
        setStaff(found);
        setReasons([]);
      })
      .catch((error) => setReasons(reasonsOf(error)));
  }, []);
  useEffect(() => void look(), []);

  if (!staff) {
    return (
      <div class="narrow-page">
        <h1>People</h1>
        {reasons.length > 0 ? (
          <ErrorSummary title="The list cannot be read just now" reasons={reasons} />
        ) : (
          <div class="skeleton" role="status" aria-label="Reading the list" />
        )}
      </div>
    );
  }
  const shown = staff.people.filter((person) => isShown(person, address));
  const ready = staff.sites.length > 0;
  return (
    <div class="narrow-page">
      <div class="people-top">
        <h1>People</h1>
        <div class="end">
          {ready && (
            <button type="button" class="button primary" onClick={() => setOpen("add")}>
              <Icon name="plus" /> Add somebody…
            </button>
          )}
          <button type="button" class="button" onClick={() => setOpen("import")}>
            Import…
          </button>
          {ready && <Export />}
          {ready && (
            <button type="button" class="button" onClick={() => setOpen("groups")}>
              Groups…
            </button>
          )}
        </div>
      </div>
      <ErrorSummary title="The list cannot be read just now" reasons={reasons} />
      <Attention staff={staff} onShow={() => go({ show: "warnings" })} />
      <DataTable
        name="people"
        caption="People"
        rows={shown}
        keyOf={(person) => person.code}
        columns={columnsOf(staff)}
        search={(person) =>
          [person.name, person.code, person.email, person.term?.role, ...groupNames(staff, person)].join(" ")
        }
        searchLabel="Find somebody"
        filters={<Filters staff={staff} address={address} onChoose={(change) => go(change, "quiet")} />}
        empty={<Empty staff={staff} />}
      />
      {open === "add" && (
        <AddPerson
          staff={staff}
          onClose={() => setOpen(null)}
          onAdded={(person) => location.assign(`/person.html?code=${encodeURIComponent(person.code)}`)}
        />
      )}
      {open === "import" && (
        <ImportDialog
          onClose={() => setOpen(null)}
          onImported={() => {
            setOpen(null);
            say("Imported.");
            void look();
          }}
        />
      )}
      {open === "groups" && <GroupsDialog staff={staff} onChanged={() => void look()} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Empty({ staff }: { staff: Staff }) {
  if (staff.people.length > 0) return <p>Nobody is left with these filters. Take one away to see more.</p>;
  return staff.sites.length > 0 ? (
    <p>Nobody works here yet. Add somebody, or import the people file.</p>
  ) : (
    <p>
      There is no practice yet. <a href="/setup.html">Set it up</a> first, or import its three files.
    </p>
  );
}

/** How many terms want looking at. */
function Attention({ staff, onShow }: { staff: Staff; onShow(): void }) {
  const found = staff.people.filter((person) => person.warnings.length > 0).length;
  if (found === 0) return null;
  return (
    <p class="notice person">
      <span>
        <strong>{found === 1 ? "One person wants" : `${found} people want`} looking at:</strong> terms that end soon,
        are missing or leave a gap, or supervision that is.
      </span>
      <button type="button" class="button" onClick={onShow}>
        Show them
      </button>
    </p>
  );
}

function Export() {
  return (
    <details class="export-menu">
      <summary class="button">
        <Icon name="export" /> Export
      </summary>
      <ul>
        {(["people.csv", "leave.csv", "practice.json", "practice.zip"] as const).map((name) => (
          <li key={name}>
            <a href={exportAddress(name)} download={name}>
              {EXPORTS[name]} <span class="muted">{name}</span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

const EXPORTS = {
  "people.csv": "People and terms",
  "leave.csv": "Leave",
  "practice.json": "Settings",
  "practice.zip": "All three",
};

void startPage((me) => <PeoplePage me={me} />);
