import type { HalfName, Unit } from "../../api/leave";
import { dayOf, HALVES, isoOf, weekdayOf } from "../../domain/calendar";
import { isDate, type Wanted, weeksIn } from "./wanted";

interface Props {
  wanted: Wanted;
  unit: Unit;
  wrong(field: string): boolean;
  onChange(change: Partial<Wanted>): void;
}

const FRIDAY = 4;
const MOST_WEEKS = 26;

/** The same choice as the calendar's, as plain fields. */
export function DateFields({ wanted, unit, wrong, onChange }: Props) {
  if (unit === "week") return <WeekFields wanted={wanted} wrong={wrong} onChange={onChange} />;
  const halves = unit === "session";
  const single = isDate(wanted.start) && wanted.start === wanted.end && wanted.startHalf === wanted.endHalf;
  return (
    <>
      <div class="date-fields">
        <div class="field">
          <label for="leave-start">From</label>
          <input
            id="leave-start"
            type="date"
            value={wanted.start}
            aria-invalid={wrong("start")}
            onInput={(event) => {
              const start = event.currentTarget.value;
              onChange(isDate(wanted.end) || !isDate(start) ? { start } : { start, end: start, endHalf: "PM" });
            }}
          />
        </div>
        {halves && (
          <HalfField
            id="leave-start-half"
            label="From half"
            value={wanted.startHalf}
            onChange={(startHalf) => onChange({ startHalf })}
          />
        )}
        <div class="field">
          <label for="leave-end">To</label>
          <input
            id="leave-end"
            type="date"
            value={wanted.end}
            aria-invalid={wrong("end")}
            onInput={(event) => onChange({ end: event.currentTarget.value })}
          />
        </div>
        {halves && (
          <HalfField
            id="leave-end-half"
            label="To half"
            value={wanted.endHalf}
            onChange={(endHalf) => onChange({ endHalf })}
          />
        )}
      </div>
      {halves && single && <PartField wanted={wanted} wrong={wrong} onChange={onChange} />}
    </>
  );
}

interface HalfProps {
  id: string;
  label: string;
  value: HalfName;
  onChange(half: HalfName): void;
}

function HalfField({ id, label, value, onChange }: HalfProps) {
  return (
    <div class="field half-field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value as HalfName)}>
        {HALVES.map((half) => (
          <option key={half} value={half}>
            {half}
          </option>
        ))}
      </select>
    </div>
  );
}

function PartField({ wanted, wrong, onChange }: Omit<Props, "unit">) {
  return (
    <div class="date-fields">
      <label class="check">
        <input
          type="checkbox"
          checked={wanted.isPart}
          onChange={(event) => onChange({ isPart: event.currentTarget.checked })}
        />
        Only part of this session
      </label>
      {wanted.isPart && (
        <div class="field">
          <label for="leave-part">Minutes away</label>
          <input
            id="leave-part"
            class="short-field"
            type="number"
            inputMode="numeric"
            min="5"
            step="5"
            value={wanted.part}
            aria-invalid={wrong("part_minutes")}
            onInput={(event) => onChange({ part: event.currentTarget.value })}
          />
        </div>
      )}
    </div>
  );
}

function WeekFields({ wanted, wrong, onChange }: Omit<Props, "unit">) {
  const set = (start: string, weeks: number): void => {
    if (!isDate(start)) return onChange({ start, end: "" });
    const end = isoOf(dayOf(start) - weekdayOf(dayOf(start)) + (weeks - 1) * 7 + FRIDAY);
    onChange({ start, end, startHalf: "AM", endHalf: "PM" });
  };
  return (
    <div class="date-fields">
      <div class="field">
        <label for="leave-start">First Monday</label>
        <input
          id="leave-start"
          type="date"
          value={wanted.start}
          aria-invalid={wrong("start")}
          onInput={(event) => set(event.currentTarget.value, weeksIn(wanted))}
        />
      </div>
      <div class="field">
        <label for="leave-end">Weeks</label>
        <input
          id="leave-end"
          class="short-field"
          type="number"
          inputMode="numeric"
          min="1"
          max={MOST_WEEKS}
          value={weeksIn(wanted)}
          aria-invalid={wrong("end")}
          onInput={(event) => set(wanted.start, clamped(Number(event.currentTarget.value)))}
        />
      </div>
    </div>
  );
}

function clamped(weeks: number): number {
  return Math.min(MOST_WEEKS, Math.max(1, Math.floor(weeks) || 1));
}
