import { useEffect, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { type ListedVersion, readListedVersions } from "../api/versions";
import { ChangesForMe } from "../components/changes-for-me/ChangesForMe";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { RotaTabs } from "../components/rota-tabs/RotaTabs";
import { type By, Compare, PREVIOUS } from "../components/versions/Compare";
import { NoticeReport } from "../components/versions/NoticeReport";
import { RollBack } from "../components/versions/RollBack";
import { VersionList } from "../components/versions/VersionList";
import { useAddress } from "../domain/address";
import { dayOf, today } from "../domain/calendar";
import "../components/versions/versions.css";

const NOW = today();
const NOTICE = "notice";

function VersionsPage({ me }: { me: Me }) {
  const [address, go] = useAddress();
  const administrator = isAdministrator(me.account);
  const [generation, setGeneration] = useState(0);
  const showsNotice = administrator && address.get("show") === NOTICE;
  return (
    <Page me={me} current="rota">
      <div class="narrow-page versions-page">
        <RotaTabs me={me} current="versions" />
        <ChangesForMe key={generation} me={me} onSeen={() => setGeneration((n) => n + 1)} />
        <div class="versions-top">
          <h1>Versions of the rota</h1>
          {administrator && (
            <fieldset class="segments">
              <legend class="hidden">Show</legend>
              <label>
                <input type="radio" name="show" checked={!showsNotice} onChange={() => go({}, "afresh")} />
                Versions
              </label>
              <label>
                <input type="radio" name="show" checked={showsNotice} onChange={() => go({ show: NOTICE }, "afresh")} />
                Short notice
              </label>
            </fieldset>
          )}
        </div>
        {showsNotice ? (
          <NoticeReport />
        ) : (
          <Versions
            administrator={administrator}
            generation={generation}
            onPublished={() => setGeneration((n) => n + 1)}
          />
        )}
      </div>
    </Page>
  );
}

interface Props {
  administrator: boolean;
  generation: number;
  onPublished(): void;
}

function Versions({ administrator, generation, onPublished }: Props) {
  const [address, go] = useAddress();
  const [versions, setVersions] = useState<ListedVersion[] | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [back, setBack] = useState<ListedVersion | null>(null);
  const a = address.get("a");

  useEffect(() => {
    readListedVersions().then(setVersions, (error) => setReasons(reasonsOf(error)));
  }, [generation]);

  if (reasons.length > 0) return <ErrorSummary title="The versions cannot be shown" reasons={reasons} />;
  if (!versions) return <div class="skeleton" aria-busy="true" />;
  return (
    <>
      <p class="muted">A version never changes once it is published. The rota people see is the newest on each day.</p>
      {a && (
        <Compare
          versions={versions}
          a={a}
          against={address.get("against") ?? PREVIOUS}
          by={(address.get("by") as By | null) === "day" ? "day" : "person"}
          administrator={administrator}
          onChoose={(choice) => go(afterChoice(choice, address.get("against")))}
          onClose={() => go({ a: null, against: null, by: null })}
        />
      )}
      <VersionList
        versions={versions}
        administrator={administrator}
        current={a}
        isAhead={(version) => dayOf(version.end) >= NOW}
        onCompare={(version) => {
          go({ a: version.id, against: PREVIOUS });
          scrollTo({ top: 0 });
        }}
        onRollBack={setBack}
      />
      {back && (
        <RollBack
          version={back}
          onClose={() => setBack(null)}
          onPublished={() => {
            setBack(null);
            onPublished();
          }}
        />
      )}
    </>
  );
}

/** A version is not compared with itself. */
function afterChoice(choice: { a?: string; against?: string; by?: By }, against: string | null) {
  return choice.a && choice.a === against ? { ...choice, against: PREVIOUS } : choice;
}

void startPage((me) => <VersionsPage me={me} />);
