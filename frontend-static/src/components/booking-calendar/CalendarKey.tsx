import { KEYS } from "./moves";

/** What the marks of the booking calendar mean, and how to choose. */
export function CalendarKey({ wholeWeeks }: { wholeWeeks: boolean }) {
  return (
    <>
      <ul class="calendar-key" aria-label="What the calendar’s marks mean">
        <Mark sign="some-left" text="2">
          Places left
        </Mark>
        <Mark sign="none-left" text="0">
          None left
        </Mark>
        <Mark sign="" text="×">
          Cannot be asked for; select it to see why
        </Mark>
        <Mark sign="mine approved" text="off">
          Leave already
        </Mark>
        <Mark sign="mine requested" text="asked">
          Asked for
        </Mark>
        <li>{wholeWeeks ? "Any day chooses its whole week." : "Tap the first half-day, then the last."}</li>
      </ul>
      <details class="calendar-keys">
        <summary>Keys of the calendar</summary>
        <dl class="keys">{KEYS.map(([keys, does]) => [<dt key={keys}>{keys}</dt>, <dd key={does}>{does}</dd>])}</dl>
      </details>
    </>
  );
}

function Mark({ sign, text, children }: { sign: string; text: string; children: string }) {
  return (
    <li>
      <span class="swatch" aria-hidden="true">
        <span class={`half-mark ${sign}`}>
          <span class="places">{text}</span>
        </span>
      </span>
      {children}
    </li>
  );
}
