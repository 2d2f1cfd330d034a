import { useRef, useState } from "preact/hooks";
import { HALVES, WEEKDAYS } from "../../domain/calendar";
import {
  countOf,
  isLetter,
  type Letter,
  LETTER_STYLE,
  LETTER_WORDS,
  LETTERS,
  moved,
  nextLetter,
  plain,
  stepped,
  tenLetters,
  withLetter,
} from "./pattern";
import "./pattern-editor.css";

interface Props {
  /** Goes before the ids, so that a page may have two. */
  id: string;
  pattern: string;
  /** The second of two alternating weeks; empty when every week is alike. */
  patternB: string;
  fullTimeDays: number;
  /** The target of days a week, for somebody with "?". */
  flexibleDays: number | null;
  /** What the term says its WTE is, to be compared with the pattern's. */
  wte: number | null;
  wrong?: boolean;
  onChange(pattern: string, patternB: string): void;
}

interface Place {
  week: number;
  at: number;
}

/**
 * One week of half-days, or two that alternate. A click or touch writes the chosen letter, or the next one; arrows
 * move, letters type and go on, Space gives the next letter, Backspace takes one away.
 */
export function PatternEditor(props: Props) {
  const { id, fullTimeDays, flexibleDays, wte, wrong = false, onChange } = props;
  const weeks = [tenLetters(props.pattern), ...(props.patternB ? [tenLetters(props.patternB)] : [])];
  const [place, setPlace] = useState<Place>({ week: 0, at: 0 });
  const [brush, setBrush] = useState<Letter | null>(null);
  const box = useRef<HTMLDivElement>(null);

  const write = ({ week, at }: Place, letter: Letter): void => {
    const next = weeks.map((letters, n) => (n === week ? withLetter(letters, at, letter) : letters));
    onChange(next[0] ?? "", next[1] ?? "");
  };
  const go = (to: Place): void => {
    setPlace(to);
    box.current?.querySelector<HTMLElement>(`#${cellId(id, to)}`)?.focus();
  };
  const letterAt = ({ week, at }: Place): string => weeks[week]?.[at] ?? "-";

  const onKey = (event: KeyboardEvent, here: Place): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const to = moved(key, here.at, here.week, weeks.length);
    if (to) go(to);
    else if (key === " " || key === "Enter") write(here, nextLetter(letterAt(here)));
    else if (isLetter(key)) {
      write(here, key);
      go(stepped(here.at, here.week, weeks.length, 1));
    } else if (key === "Backspace" || key === "Delete") {
      write(here, "-");
      if (key === "Backspace") go(stepped(here.at, here.week, weeks.length, -1));
    } else return;
    event.preventDefault();
  };

  return (
    <div class="pattern-editor" ref={box}>
      <div class="pattern-head">
        <label class="check">
          <input
            type="checkbox"
            checked={weeks.length === 2}
            onChange={(event) => {
              onChange(weeks[0] ?? "", event.currentTarget.checked ? (weeks[0] ?? "") : "");
              setPlace({ week: 0, at: 0 });
            }}
          />
          Two weeks that alternate
        </label>
      </div>
      <fieldset class="brushes">
        <legend>A click writes</legend>
        <Brush name={`${id}-brush`} letter={null} chosen={brush} onChoose={setBrush} />
        {LETTERS.map((letter) => (
          <Brush key={letter} name={`${id}-brush`} letter={letter} chosen={brush} onChoose={setBrush} />
        ))}
      </fieldset>
      <div class="pattern-weeks" role="group" aria-describedby={`${id}-keys`}>
        {weeks.map((letters, week) => (
          <table
            key={week}
            role="grid"
            aria-label={weeks.length === 2 ? `Week ${"AB"[week]}` : "Every week"}
            class={wrong ? "wrong-letters" : undefined}
          >
            {weeks.length === 2 && <caption>Week {"AB"[week]}</caption>}
            <thead>
              <tr>
                <th scope="col">
                  <span class="hidden">Half</span>
                </th>
                {WEEKDAYS.slice(0, 5).map((day) => (
                  <th scope="col" key={day}>
                    {day}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {HALVES.map((half, h) => (
                <tr key={half}>
                  <th scope="row">{half}</th>
                  {WEEKDAYS.slice(0, 5).map((day, d) => {
                    const here = { week, at: d * 2 + h };
                    const letter = letters[here.at] as Letter;
                    return (
                      <td key={day} role="gridcell">
                        <button
                          type="button"
                          id={cellId(id, here)}
                          class={`cell ${LETTER_STYLE[letter]}`}
                          tabIndex={place.week === week && place.at === here.at ? 0 : -1}
                          aria-label={`${day} ${half}: ${LETTER_WORDS[letter]}`}
                          onFocus={() => setPlace(here)}
                          onClick={() => write(here, brush ?? nextLetter(letter))}
                          onKeyDown={(event) => onKey(event, here)}
                        >
                          {letter}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      <p class="hint" id={`${id}-keys`}>
        By keyboard: arrows move, letters write, Space gives the next letter.
      </p>
      <Sum weeks={weeks} fullTimeDays={fullTimeDays} flexibleDays={flexibleDays} wte={wte} />
    </div>
  );
}

function cellId(id: string, place: Place): string {
  return place.week === 0 && place.at === 0 ? id : `${id}-${place.week}-${place.at}`;
}

interface BrushProps {
  name: string;
  letter: Letter | null;
  chosen: Letter | null;
  onChoose(letter: Letter | null): void;
}

function Brush({ name, letter, chosen, onChoose }: BrushProps) {
  return (
    <label class="brush">
      <input type="radio" name={name} checked={chosen === letter} onChange={() => onChoose(letter)} />
      {letter === null ? (
        "The next letter"
      ) : (
        <>
          <span class={`cell small ${LETTER_STYLE[letter]}`} aria-hidden="true">
            {letter}
          </span>
          {LETTER_WORDS[letter]}
        </>
      )}
    </label>
  );
}

interface SumProps {
  weeks: string[];
  fullTimeDays: number;
  flexibleDays: number | null;
  wte: number | null;
}

/** What the letters come to, said again whenever they change. */
function Sum({ weeks, fullTimeDays, flexibleDays, wte }: SumProps) {
  const count = countOf(weeks, fullTimeDays, flexibleDays);
  const each = weeks.map((week) => countOf([week], fullTimeDays, null).sessions);
  const differs = wte !== null && count.flexible === 0 && Math.abs(wte - count.wte) >= 0.1;
  return (
    <div class="pattern-sum" role="status">
      <p>
        <strong>
          {plain(count.sessions)} {count.sessions === 1 ? "session" : "sessions"}
        </strong>{" "}
        a week{weeks.length === 2 ? ` on average (${each.map(plain).join(" and ")})` : ""}, {plain(count.days)}{" "}
        {count.days === 1 ? "day" : "days"}, <strong>{plain(count.wte)}</strong> of full time ({plain(fullTimeDays)}{" "}
        days).
      </p>
      {count.flexible > 0 && (
        <p>
          {plain(count.flexible)} half-days a week may be given
          {count.target === null
            ? "; say below how many days a week in all."
            : `, up to ${plain(count.target)} days in all.`}
        </p>
      )}
      {differs && (
        <p class="differs">
          The WTE above is {plain(wte)}, and these letters come to {plain(count.wte)}. Both are kept as you write them.
        </p>
      )}
    </div>
  );
}
