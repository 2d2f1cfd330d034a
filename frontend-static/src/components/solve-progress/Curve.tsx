import type { Progress } from "../../api/generate";

interface Props {
  points: Progress[];
  /** How long the run may last: the width of the picture. */
  seconds: number;
}

const WIDTH = 360;
const HEIGHT = 72;
const EDGE = 4;

/** What the draft costs (solid) coming down, and the least any rota could cost (dashed) coming up to meet it. */
export function Curve({ points, seconds }: Props) {
  const costs = points.flatMap((p) => [p.objective, p.bound].filter((n) => n !== null));
  if (costs.length === 0) return null;
  // The first drafts may cost thousands of times the last: a logarithm shows both.
  const scale = (cost: number): number => Math.log1p(Math.max(0, cost));
  const [low, high] = [Math.min(...costs.map(scale)), Math.max(...costs.map(scale))];
  const until = Math.max(seconds, points.at(-1)?.seconds ?? 0, 1);
  const x = (at: number): number => EDGE + (at / until) * (WIDTH - 2 * EDGE);
  const y = (cost: number): number => HEIGHT - EDGE - ((scale(cost) - low) / (high - low || 1)) * (HEIGHT - 2 * EDGE);
  const line = (of: "objective" | "bound"): string => {
    const known = points.flatMap((p) => (p[of] === null ? [] : [[x(p.seconds), y(p[of])] as const]));
    return known
      .map(([px, py], i) => (i === 0 ? `M${px.toFixed(1)} ${py.toFixed(1)}` : `H${px.toFixed(1)}V${py.toFixed(1)}`))
      .join("");
  };
  return (
    <figure class="curve">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label="Cost of the best draft falling and the best possible rising over time"
      >
        <path class="curve-bound" d={line("bound")} />
        <path class="curve-objective" d={line("objective")} />
      </svg>
      <figcaption class="muted">
        <span class="curve-key solid" /> draft <span class="curve-key dashed" /> best possible, at least
      </figcaption>
    </figure>
  );
}
