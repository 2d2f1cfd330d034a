import type { DutyLine } from "../../api/fairness";
import { momentInWords } from "../../domain/calendar";
import { inColumn, signedInColumn } from "../../domain/duty";

/** Every movement of a balance, oldest first, with the sum behind it. */
export function DutyLines({ lines }: { lines: DutyLine[] }) {
  return (
    <table class="statement-lines duty-lines">
      <caption class="hidden">Every movement of the balance, oldest first</caption>
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
        {lines.map((line) => (
          <Row key={line.id} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ line }: { line: DutyLine }) {
  const counted = line.kind === "week";
  return (
    <tr>
      <td class="what">
        <span class="line-words">{line.what}</span>
        {line.reason && <span class="why">{line.reason}</span>}
        {line.working.length > 0 && (
          <ul class="working">
            {line.working.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        )}
        <span class="muted by">
          Line {line.id}, {momentInWords(line.at)}
          {line.by && `, by ${line.by}`}
        </span>
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
