import { useState } from "preact/hooks";
import type { Locum } from "../../api/edits";
import type { Reason } from "../../api/client";
import type { Site } from "../../api/practice";
import { activityWords, bandOf } from "../../domain/activities";
import { GIVEN_BY_HAND, type Held } from "../../domain/edits";
import { type Rota, sessionInWords } from "../../domain/rota";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";

interface Props {
  held: Held;
  rota: Rota;
  sites: Site[];
  onMark(locum: Locum | null): void;
  onGive(to: string, work: { activity: string; site: string }, locum: Locum): void;
  onClose(): void;
}

/** Who works a session as a locum, in whose place, and what it costs. Only administrators see cost and agency. */
export function LocumDialog({ held, rota, sites, onMark, onGive, onClose }: Props) {
  const person = rota.people.get(held.code);
  const known = held.state.locum;
  const people = [...rota.people.values()];
  const others = people.filter(({ code, group }) => code !== held.code && bandOf(group) === "Locums");
  const isLocum = person ? bandOf(person.group) === "Locums" : false;
  const [who, setWho] = useState(known || isLocum ? held.code : (others[0]?.code ?? held.code));
  const [reasons, setReasons] = useState<Reason[]>([]);
  const asks = who !== held.code && held.state.activity === null;

  const submit = (event: Event): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const cost = penceOf(String(form.get("cost") ?? ""));
    if (cost === undefined) {
      setReasons([{ field: "cost", message: "Give the cost in pounds, such as 650 or 650.50, or leave it out." }]);
      return;
    }
    const locum: Locum = {
      covers: String(form.get("covers") ?? "") || null,
      cost_pence: cost,
      agency: String(form.get("agency") ?? "").trim(),
    };
    if (who === held.code) onMark(locum);
    else
      onGive(
        who,
        {
          activity: asks ? String(form.get("activity")) : (held.state.activity as string),
          site: asks ? String(form.get("site") ?? person?.site) : (held.state.site as string),
        },
        locum,
      );
    onClose();
  };

  return (
    <Dialog title={`Locum, ${sessionInWords(held.day, held.half)}`} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={{ cost: "locum-cost" }} />
        <div class="field">
          <label for="locum-who">Who works it</label>
          <select id="locum-who" value={who} onChange={(event) => setWho(event.currentTarget.value)}>
            {held.state.activity !== null && (
              <option value={held.code}>{person?.name ?? held.code}, as a locum session</option>
            )}
            {others.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
          {others.length === 0 && (
            <p class="hint">
              Nobody on the rota has a working term as a locum. <a href="/people.html">Add one under People</a> to
              choose them here.
            </p>
          )}
        </div>
        <div class="field">
          <label for="locum-covers">In whose place</label>
          <select id="locum-covers" name="covers">
            <option value="">Nobody’s: an extra session</option>
            {people
              .filter(({ code }) => code !== who)
              .map(({ code, name }) => (
                <option key={code} value={code} selected={coversByDefault(code, held, known, isLocum, who)}>
                  {name}
                </option>
              ))}
          </select>
        </div>
        {asks && (
          <>
            <div class="field">
              <label for="locum-activity">What they do</label>
              <select id="locum-activity" name="activity">
                {GIVEN_BY_HAND.map((activity) => (
                  <option key={activity} value={activity}>
                    {activityWords(activity).label}
                  </option>
                ))}
              </select>
            </div>
            {sites.length > 1 && (
              <div class="field">
                <label for="locum-site">Where</label>
                <select id="locum-site" name="site">
                  {sites.map(({ code, name }) => (
                    <option key={code} value={code} selected={code === person?.site}>
                      {name}
                    </option>
                  ))}
                </select>
              </div>
            )}
          </>
        )}
        <div class="field">
          <label for="locum-cost">Cost in pounds (you may leave it out)</label>
          <input
            id="locum-cost"
            name="cost"
            inputMode="decimal"
            autocomplete="off"
            defaultValue={known?.cost_pence != null ? (known.cost_pence / 100).toFixed(2) : ""}
          />
        </div>
        <div class="field">
          <label for="locum-agency">Agency (you may leave it out)</label>
          <input
            id="locum-agency"
            name="agency"
            maxLength={200}
            autocomplete="off"
            defaultValue={known?.agency ?? ""}
          />
          <p class="hint">Cost and agency are shown to administrators only.</p>
        </div>
        <div class="actions">
          <button class="button" type="button" onClick={onClose}>
            Not now
          </button>
          {known && (
            <button
              class="button danger"
              type="button"
              onClick={() => {
                onMark(null);
                onClose();
              }}
            >
              Not a locum’s
            </button>
          )}
          <button class="button primary" type="submit" disabled={who === held.code && held.state.activity === null}>
            Mark as a locum’s
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Somebody whose session goes to a locum is the one who is covered, unless it was said otherwise. */
function coversByDefault(code: string, held: Held, known: Locum | null, isLocum: boolean, who: string): boolean {
  if (known) return code === known.covers;
  return code === held.code && !isLocum && who !== held.code;
}

/** Pence of "650" or "£1,250.50"; null for nothing; undefined where it is no sum of money. */
export function penceOf(text: string): number | null | undefined {
  const plain = text
    .trim()
    .replace(/^£\s*/, "")
    .replace(/,(?=\d{3}(\D|$))/g, "");
  if (plain === "") return null;
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(plain)) return undefined;
  return Math.round(Number(plain) * 100);
}
