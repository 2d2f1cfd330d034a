import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { isAdministrator, type Me } from "../api/auth";
import { ApiProblem, type Reason, reasonsOf } from "../api/client";
import {
  type Field,
  type Meaning,
  type Preview,
  previewSettings,
  readSettings,
  type SettingsAnswer,
  type SettingsDocument,
  saveSettings,
} from "../api/settings";
import { ErrorSummary } from "../components/error-summary/ErrorSummary";
import { Page } from "../components/page/Page";
import { start as startPage } from "../components/page/start";
import { ClosedDays } from "../components/settings/ClosedDays";
import { SectionNav } from "../components/settings/SectionNav";
import { SettingsSection } from "../components/settings/SettingsSection";
import { WhatChanges } from "../components/settings/WhatChanges";
import { say } from "../components/toast/toast";
import { changedKeys, onTopOf, placeOf } from "../domain/settings";
import "./settings.css";

function SettingsPage({ me }: { me: Me }) {
  return (
    <Page me={me} current="settings">
      {isAdministrator(me.account) ? <Settings /> : <ForAdministrators />}
    </Page>
  );
}

function ForAdministrators() {
  return (
    <div class="empty">
      <h1>Only administrators change the settings</h1>
      <a class="button primary" href="/rota.html">
        See the rota
      </a>
    </div>
  );
}

function Settings() {
  const [answer, setAnswer] = useState<SettingsAnswer | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    readSettings().then(setAnswer, setFailure);
  }, []);
  if (failure instanceof ApiProblem && failure.status === 404) return <SetUpFirst />;
  if (failure) {
    return (
      <div class="empty">
        <h1>The settings cannot be shown just now</h1>
        <ErrorSummary title="What happened" reasons={reasonsOf(failure)} />
        <button class="button" type="button" onClick={() => location.reload()}>
          Try again
        </button>
      </div>
    );
  }
  if (!answer) {
    return (
      <div class="narrow-page">
        <h1>Settings</h1>
        <div class="skeleton" role="status" aria-label="Loading the settings" />
      </div>
    );
  }
  return <Editor meaning={withGroups(answer)} stored={answer} />;
}

function SetUpFirst() {
  return (
    <div class="empty">
      <h1>There is no practice yet</h1>
      <p>Set it up first. It takes a few minutes: name, sites, duty numbers and minimums.</p>
      <a class="button primary" href="/setup.html">
        Set up the practice
      </a>
    </div>
  );
}

/** Rules of cover may name the practice's own groups too. */
function withGroups({ sections, fields, groups }: SettingsAnswer): Meaning {
  const wider = (field: Field): Field =>
    field.kind === "role-group" ? { ...field, choices: [...groups, ...field.choices] } : field;
  return { sections, fields: fields.map(wider) };
}

interface Stored {
  settings: SettingsDocument;
  version: number;
}

function Editor({ meaning, stored }: { meaning: Meaning; stored: Stored }) {
  const [base, setBase] = useState(stored);
  const [document, setDocument] = useState(stored.settings);
  const [former, setFormer] = useState<SettingsDocument | null>(null);
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [meanwhile, setMeanwhile] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const changed = useMemo(() => changedKeys(base.settings, document), [base, document]);
  const sections = useMemo(() => sectionsOf(meaning, changed), [meaning, changed]);
  useGuard(changed.length > 0);

  const change = useCallback((next: SettingsDocument) => setDocument(next), []);
  const look = async (): Promise<void> => {
    setBusy(true);
    try {
      const found = await previewSettings(document);
      setReasons([]);
      if (found.changes.length > 0) setPreview(found);
      else say("This says the same as before: nothing to save.");
    } catch (error) {
      setReasons(reasonsOf(error));
    }
    setBusy(false);
  };
  /** Whether it was stored; when somebody else was first, their settings are taken in and there is more to look at. */
  const store = async (settings: SettingsDocument, reason: string | null): Promise<boolean> => {
    try {
      const saved = await saveSettings(settings, base.version, reason);
      setFormer(base.settings);
      setBase(saved);
      setDocument(saved.settings);
      setPreview(null);
      setReasons([]);
      setMeanwhile(null);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 409)) throw error;
      await takeNewer(settings);
      return false;
    }
  };
  const takeNewer = async (mine: SettingsDocument): Promise<void> => {
    const newer = await readSettings();
    const { document: merged, both } = onTopOf(newer.settings, mine, base.settings);
    setBase(newer);
    setDocument(merged);
    setPreview(null);
    setMeanwhile(meanwhileWords(meaning, both));
  };
  const undo = async (): Promise<void> => {
    if (!former) return;
    try {
      if (!(await store(former, "Undone"))) return;
      setFormer(null);
      say("Undone. The settings are as they were before.");
    } catch (error) {
      setReasons(reasonsOf(error));
    }
  };

  return (
    <div class="narrow-page settings-page">
      <div class="settings-head">
        <h1>Settings</h1>
        <p class="muted">Everything the practice decides about its rota and its leave.</p>
      </div>
      <SectionNav sections={meaning.sections} changed={sections} />
      <div class="settings-body">
        <ErrorSummary
          title={`${reasons.length === 1 ? "One thing needs" : `${reasons.length} things need`} mending before it can be saved`}
          reasons={reasons}
          fields={placesOf(reasons)}
        />
        {meanwhile && (
          <p class="notice person" role="status">
            {meanwhile}
          </p>
        )}
        {former && changed.length === 0 && (
          <p class="notice" role="status">
            <strong>Saved.</strong> It counts from now on.
            <button type="button" class="button" onClick={() => void undo()}>
              Undo
            </button>
          </p>
        )}
        {meaning.sections.map((section) => (
          <SettingsSection
            key={section.key}
            section={section}
            fields={meaning.fields.filter((field) => field.section === section.key)}
            document={document}
            reasons={reasons}
            onChange={change}
          >
            {section.key === "days" ? (
              <ClosedDays document={document} version={base.version} reasons={reasons} onChange={change} />
            ) : null}
          </SettingsSection>
        ))}
      </div>
      <div class="save-bar" role="region" aria-label="Saving">
        <p role="status">{changedWords(changed.length)}</p>
        <button
          type="button"
          class="button"
          disabled={changed.length === 0 || busy}
          onClick={() => {
            setDocument(base.settings);
            setReasons([]);
            setMeanwhile(null);
          }}
        >
          Discard
        </button>
        <button
          type="button"
          class="button primary"
          disabled={changed.length === 0 || busy}
          onClick={() => void look()}
        >
          {busy ? "One moment…" : "Save…"}
        </button>
      </div>
      {preview && (
        <WhatChanges
          preview={preview}
          onSave={async (reason) => {
            if (await store(document, reason)) say("Saved.");
          }}
          onClose={() => setPreview(null)}
        />
      )}
    </div>
  );
}

/** Leaving with changes that are not saved asks first. */
function useGuard(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [unsaved]);
}

function sectionsOf(meaning: Meaning, changed: string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const field of meaning.fields) {
    const [head = ""] = field.path.split("[]");
    if (changed.includes(field.path) || (field.path.includes("[]") && changed.includes(head))) found.add(field.section);
  }
  return found;
}

function placesOf(reasons: Reason[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field } of reasons) {
    const place = field ? placeOf(field) : undefined;
    if (field && place) found[field] = place;
  }
  return found;
}

function changedWords(count: number): string {
  if (count === 0) return "Everything is saved.";
  return count === 1 ? "1 change is not saved." : `${count} changes are not saved.`;
}

function meanwhileWords(meaning: Meaning, both: string[]): string {
  const names = both.map((key) => meaning.fields.find((field) => field.path === key)?.words ?? key);
  const clash = names.length > 0 ? ` You both changed: ${names.join(", ")}; yours stands there now.` : "";
  return `Somebody else saved the settings meanwhile. Nothing of yours is lost: your changes stand on top of theirs.${clash} Look them through, then save again.`;
}

void startPage((me) => <SettingsPage me={me} />);
