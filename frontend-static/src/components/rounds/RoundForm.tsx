import { useState } from "preact/hooks";
import { type Reason, reasonsOf } from "../../api/client";
import { changeRound, offerRound, type Round, type RoundWanted } from "../../api/rounds";
import { dayOf, isIsoDate, isoOf, mondayOf, today } from "../../domain/calendar";
import { Dialog } from "../dialog/Dialog";
import { ErrorSummary } from "../error-summary/ErrorSummary";

interface Props {
  /** The offer to change; none for a new one. */
  round: Round | null;
  groups: string[];
  flags: string[];
  onDone(round: Round): void;
  onClose(): void;
}

interface Week {
  start: string;
  label: string;
}

const FIELDS = {
  label: "round-label",
  closes_on: "round-closes",
  weeks: "round-week-0",
  places: "round-places",
  groups: "round-groups",
  first_flag: "round-flag",
  most_weeks: "round-most",
};

/** Which weeks, how many places, for whom, until when, and who chooses first. */
export function RoundForm({ round, groups, flags, onDone, onClose }: Props) {
  const [label, setLabel] = useState(round?.label ?? "");
  const [closes, setCloses] = useState(round?.closes_on ?? isoOf(today() + 28));
  const [weeks, setWeeks] = useState<Week[]>(
    round?.weeks.map(({ start, label }) => ({ start, label })) ?? [{ start: "", label: "" }],
  );
  const [places, setPlaces] = useState(String(round?.places ?? 2));
  const [most, setMost] = useState(String(round?.most_weeks ?? 1));
  const [chosen, setChosen] = useState<string[]>(round?.groups ?? []);
  const [flag, setFlag] = useState(round?.first_flag ?? "");
  const [reasons, setReasons] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);

  const setWeek = (index: number, change: Partial<Week>): void =>
    setWeeks(weeks.map((week, at) => (at === index ? { ...week, ...change } : week)));
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const found: Reason[] = [];
    if (!label.trim()) found.push({ field: "label", message: "Give it a name, such as Half-term." });
    if (!isIsoDate(closes)) found.push({ field: "closes_on", message: "Say until when people can bid." });
    if (weeks.some((week) => !isIsoDate(week.start))) {
      found.push({ field: "weeks", message: "Choose a date in each week, or take the week out." });
    }
    if (!(Number.parseInt(places, 10) >= 1)) found.push({ field: "places", message: "There is at least one place." });
    if (!(Number.parseInt(most, 10) >= 1)) found.push({ field: "most_weeks", message: "One week each, at least." });
    setReasons(found);
    if (found.length > 0) return;
    const wanted: RoundWanted = {
      label: label.trim(),
      closes_on: closes,
      weeks: weeks.map((week) => ({ start: isoOf(mondayOf(dayOf(week.start))), label: week.label.trim() })),
      places: Number.parseInt(places, 10),
      groups: chosen,
      first_flag: flag || null,
      most_weeks: Number.parseInt(most, 10),
      seed: round?.seed ?? null,
      version: round?.version ?? null,
    };
    setBusy(true);
    try {
      onDone(round ? await changeRound(round.id, wanted) : await offerRound(wanted));
    } catch (error) {
      setReasons(reasonsOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={round ? "Change this offer" : "Offer popular weeks"} onClose={onClose}>
      <form class="dialog-form" onSubmit={submit} noValidate>
        <ErrorSummary reasons={reasons} fields={FIELDS} />
        <div class="field">
          <label for="round-label">Name</label>
          <input id="round-label" value={label} maxLength={100} onInput={(e) => setLabel(e.currentTarget.value)} />
        </div>
        <fieldset class="field">
          <legend>Weeks</legend>
          {weeks.map((week, index) => (
            <div class="round-week" key={index}>
              <input
                type="date"
                id={`round-week-${index}`}
                aria-label={`Any day of week ${index + 1}`}
                value={week.start}
                onInput={(e) => setWeek(index, { start: e.currentTarget.value })}
              />
              <input
                aria-label={`What week ${index + 1} is called`}
                placeholder="Called"
                maxLength={100}
                value={week.label}
                onInput={(e) => setWeek(index, { label: e.currentTarget.value })}
              />
              {weeks.length > 1 && (
                <button
                  type="button"
                  class="button quiet"
                  onClick={() => setWeeks(weeks.filter((_, at) => at !== index))}
                  aria-label={`Take week ${index + 1} out`}
                >
                  Take out
                </button>
              )}
            </div>
          ))}
          <button type="button" class="button" onClick={() => setWeeks([...weeks, { start: "", label: "" }])}>
            Another week
          </button>
        </fieldset>
        <div class="round-pair">
          <div class="field">
            <label for="round-places">Places in each week</label>
            <input
              id="round-places"
              type="number"
              min={1}
              max={100}
              value={places}
              onInput={(e) => setPlaces(e.currentTarget.value)}
            />
          </div>
          <div class="field">
            <label for="round-most">Weeks one person may have</label>
            <input
              id="round-most"
              type="number"
              min={1}
              max={10}
              value={most}
              onInput={(e) => setMost(e.currentTarget.value)}
            />
          </div>
        </div>
        <div class="field">
          <label for="round-closes">Last day for bids</label>
          <input id="round-closes" type="date" value={closes} onInput={(e) => setCloses(e.currentTarget.value)} />
        </div>
        <fieldset class="field" id="round-groups" tabIndex={-1}>
          <legend>For whom (nobody ticked: everybody)</legend>
          <div class="round-groups">
            {groups.map((group) => (
              <label class="check" key={group}>
                <input
                  type="checkbox"
                  checked={chosen.includes(group)}
                  onChange={(e) =>
                    setChosen(e.currentTarget.checked ? [...chosen, group] : chosen.filter((one) => one !== group))
                  }
                />
                {group}
              </label>
            ))}
          </div>
        </fieldset>
        <div class="field">
          <label for="round-flag">Who chooses first</label>
          <select id="round-flag" value={flag} onChange={(e) => setFlag(e.currentTarget.value)}>
            <option value="">Nobody in particular</option>
            {flags.map((each) => (
              <option key={each} value={each}>
                Whoever has the mark “{each}”
              </option>
            ))}
          </select>
          <span class="hint">Then whoever was given fewer popular weeks before; then a draw.</span>
        </div>
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            Leave it as it is
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {round ? "Save" : "Offer these weeks"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
