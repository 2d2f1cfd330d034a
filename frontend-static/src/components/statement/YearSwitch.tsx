import type { LeaveYear } from "../../api/leave";

interface Props {
  years: LeaveYear[];
  start: string;
  onChoose(start: string): void;
}

/** Which leave year is shown. */
export function YearSwitch({ years, start, onChoose }: Props) {
  return (
    <div class="field year-switch">
      <label for="leave-year">Leave year</label>
      <select id="leave-year" value={start} onChange={(event) => onChoose(event.currentTarget.value)}>
        {years.map((year) => (
          <option key={year.start} value={year.start}>
            {year.words}
            {year.current ? " (now)" : ""}
          </option>
        ))}
      </select>
    </div>
  );
}
