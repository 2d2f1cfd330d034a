import { type Backup, type Exports, exportFile, isUnderWay } from "../../api/backups";
import { momentInWords } from "../../domain/calendar";
import { Icon } from "../icon/Icon";
import { exportTone, exportWords, sizeWords } from "./words";

interface Props {
  answer: Exports;
  busy: boolean;
  onExport(): void;
}

/** Everything the practice owns as one file: made when somebody asks, and there to be fetched for some days. */
export function ExportCard({ answer, busy, onExport }: Props) {
  const isMaking = answer.exports.some((each) => isUnderWay(each) && !each.made_at);
  return (
    <section class="card backups-card" aria-labelledby="export-heading">
      <h2 id="export-heading">Everything in one file</h2>
      <p>
        All the practice owns: people, leave, rotas, duty, settings and the audit, as tables for spreadsheets and as
        data that another RotaCC can import. Nobody’s password is in it.
      </p>
      <p>
        It says why people were away, and what you download is not encrypted: keep it as safe as a personnel file. Each
        is kept here for {answer.days} days, and who fetches it is on record.
      </p>
      <div class="backups-ways">
        <button type="button" class="button" disabled={busy || isMaking} onClick={onExport}>
          <Icon name="export" /> Export everything
        </button>
      </div>
      {answer.exports.length > 0 && (
        <ul class="export-list">
          {answer.exports.map((each) => (
            <ExportItem key={each.id} made={each} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ExportItem({ made }: { made: Backup }) {
  const moment = momentInWords(made.made_at ?? made.asked_at);
  return (
    <li>
      <div>
        <strong>{moment}</strong> <span class={`badge ${exportTone(made)}`}>{exportWords(made)}</span>
        <p class="muted">{detailWords(made)}</p>
        {(made.trouble ?? made.proof_trouble) && <p class="muted">{made.trouble ?? made.proof_trouble}</p>}
      </div>
      {made.status === "made" && (
        <a class="button" href={exportFile(made.id)} download>
          Download<span class="hidden"> the export of {moment}</span>
        </a>
      )}
    </li>
  );
}

function detailWords(made: Backup): string {
  const told = [
    made.asked_by && `by ${made.asked_by}`,
    made.size !== null && sizeWords(made.size),
    made.rows !== null && `${made.rows.toLocaleString("en-GB")} rows`,
    made.kept_until && made.made_at && `until ${momentInWords(made.kept_until)}`,
  ];
  return told.filter(Boolean).join(" · ");
}
