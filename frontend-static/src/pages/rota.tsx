import "./rota.css";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { type Reason, reasonsOf } from "../api/client";
import { type Practice, readPractice } from "../api/practice";
import { type RotaVersion, readVersions } from "../api/rota";
import { ChangesForMe } from "../components/changes-for-me/ChangesForMe";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { NoRota } from "../components/rota-foot/NoRota";
import { RotaTabs } from "../components/rota-tabs/RotaTabs";
import { RotaView } from "../components/rota-view/RotaView";
import { spanOf } from "../domain/timeline";

// Asked for while it is found out who is here: both questions are the same for everybody who is signed in.
const begun = Promise.all([readPractice().catch(noneYet), readVersions()]);
begun.catch(() => undefined); // whoever is not signed in is sent to sign in

function RotaPage({ me }: { me: Me }) {
  const [practice, setPractice] = useState<Practice | null>(null);
  const [versions, setVersions] = useState<RotaVersion[] | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);

  useEffect(() => {
    begun
      .then(([p, v]) => {
        setPractice(p);
        setVersions(v);
      })
      .catch((error) => setReasons(reasonsOf(error)));
  }, []);

  const again = useCallback(async (): Promise<void> => {
    await readVersions().then(setVersions, () => undefined);
  }, []);

  const found = spanOf(versions ?? []);
  // The same weeks stay the same span, so that a new version of them does not fetch everything again.
  const span = useMemo(() => found, [found?.start, found?.weeks]);
  if (reasons.length > 0) {
    return (
      <Page me={me} current="rota">
        <div class="empty">
          <h1>The rota cannot be shown</h1>
          <ErrorSummary title="What happened" reasons={reasons} />
        </div>
      </Page>
    );
  }
  if (!versions)
    return (
      <Page me={me} current="rota" fills>
        {null}
      </Page>
    );
  if (!span || !practice)
    return (
      <Page me={me} current="rota">
        <NoRota may={isAdministrator(me.account)} practice={practice} />
      </Page>
    );
  return (
    <Page me={me} current="rota" fills>
      <RotaTabs me={me} current="rota" />
      <ChangesForMe me={me} />
      <RotaView me={me} practice={practice} versions={versions} span={span} onPublished={again} />
    </Page>
  );
}

/** A system that knows no practice yet answers 404; anything else is an error. */
function noneYet(error: { status?: number }): null {
  if (error.status === 404) return null;
  throw error;
}

void startPage((me) => <RotaPage me={me} />);
