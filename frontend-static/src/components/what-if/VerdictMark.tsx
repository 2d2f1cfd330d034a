import type { Colour } from "../../api/leave";

/** A shape of its own for each verdict, so that nobody has to tell green from red. */
const SHAPES: Record<Colour, { outline: string; sign: string }> = {
  green: { outline: "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20z", sign: "M7.5 12.5l3 3 6-6.5" },
  amber: { outline: "M12 2.5 23 21H1z", sign: "M12 9v5.5M12 17.4v.2" },
  red: { outline: "M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9z", sign: "M8.5 8.5l7 7M15.5 8.5l-7 7" },
};

export function VerdictMark({ verdict }: { verdict: Colour }) {
  const { outline, sign } = SHAPES[verdict];
  return (
    <svg class="verdict-mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path class="outline" d={outline} />
      <path class="sign" d={sign} />
    </svg>
  );
}
