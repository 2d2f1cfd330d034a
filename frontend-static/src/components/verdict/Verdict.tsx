import type { Colour } from "../../api/leave";
import { VerdictMark } from "../what-if/VerdictMark";
import "../what-if/what-if.css"; // the shape
import "./verdict.css";

export const VERDICT_WORDS: Record<Colour, string> = { green: "Green", amber: "Amber", red: "Red" };

/** Green, amber or red: by its word and by a shape of its own, so that colour only helps. */
export function Verdict({ colour, children }: { colour: Colour; children?: string }) {
  return (
    <span class={`verdict-word ${colour}`}>
      <VerdictMark verdict={colour} />
      {children ?? VERDICT_WORDS[colour]}
    </span>
  );
}
