import type { DutyLine, DutyLineAhead } from "../../api/fairness";
import { momentInWords } from "../../domain/calendar";
import { inColumn, signedInColumn } from "../../domain/duty";

interface Props {
  caption: string;
  lines: (DutyLine | DutyLineAhead)[];
}

/** Movements of a balance, oldest first, with the sum behind each. */
export function DutyLines({ caption, lines }: Props) {
  return (
    <table class="statement-lines duty-lines">
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          {["Held", "Part", "Change", "Balance after it"].map((head) => (
            <th key={head} scope="col" class="figure">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <Row key={index} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ line }: { line: DutyLine | DutyLineAhead }) {
  const posted = "id" in line ? line : null;
  const counted = line.kind === "week";
  return (
    <tr>
      <td class="what">
        <span class="line-words">{line.what}</span>
        {posted?.reason && <span class="why">{posted.reason}</span>}
        {line.working.length > 0 && (
          <ul class="working">
            {line.working.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        )}
        {posted && (
          <span class="muted by">
            Line {posted.id}, {momentInWords(posted.at)}
            {posted.by && `, by ${posted.by}`}
          </span>
        )}
      </td>
      <td class="figure" data-label="Held">
        {counted ? inColumn(line.held) : ""}
      </td>
      <td class="figure" data-label="Part">
        {counted ? inColumn(line.part) : ""}
      </td>
      <td class="figure" data-label="Change">
        {signedInColumn(line.points)}
      </td>
      <td class="figure running" data-label="Balance after it">
        <strong>{signedInColumn(line.balance)}</strong>
      </td>
    </tr>
  );
}
