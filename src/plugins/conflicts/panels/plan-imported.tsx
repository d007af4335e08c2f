import { csvText } from '../../../../model/tables/csv-cell.ts';
import { formatArea, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import type { PlanChange, PlanImport, PlanImportNotes } from '../tasks/plan-file-types.ts';

const NOTES = [
  'noCode',
  'unknownCode',
  'repeatedIds',
  'badNumbers',
  'scaled',
] as const satisfies (keyof PlanImportNotes)[];

/** Changes drawn as rows; the file has all. */
const MAX_CHANGES = 100;

/** What became of a file: its plan, what was taken for granted, and every repair. */
export function ImportedPlan({ made, onDone }: { made: PlanImport; onDone: () => void }) {
  const { t, of } = useWords();
  const { plan, changes, notes } = made;
  const { info } = plan;
  const changed = new Set(changes.map(({ id }) => id)).size;
  const save = () => saveFile(`${info.id}-changes.csv`, 'text/csv', changesCsv(changes));
  return (
    <div className="plan-imported">
      <p role="status">{t('conflicts.imported', { name: of(info.name), count: formatNumber(info.count) })}</p>
      {NOTES.filter((note) => notes[note] > 0).map((note) => (
        <p className="note" key={note}>
          {t(`conflicts.importNote_${note}`, { count: formatNumber(notes[note]) })}
        </p>
      ))}
      {changes.length > 0 && (
        <>
          <p className="row-head">
            <b>{t('conflicts.changedShapes', { count: formatNumber(changed) })}</b>
            <span className="space" />
            <button type="button" className="btn small" onClick={save}>
              {t('conflicts.saveChanges')}
            </button>
          </p>
          <ul className="plan-changes">
            {changes.slice(0, MAX_CHANGES).map((change) => (
              <ChangeRow key={`${change.id} ${change.what} ${change.afterM2}`} change={change} />
            ))}
          </ul>
        </>
      )}
      <p className="form-actions">
        <button type="button" className="btn small primary" onClick={onDone}>
          {t('conflicts.done')}
        </button>
      </p>
    </div>
  );
}

function ChangeRow({ change: { id, what, beforeM2, afterM2 } }: { change: PlanChange }) {
  const { t, language } = useWords();
  const text = (areaM2: number) => {
    const { value, unit } = formatArea(areaM2, language);
    return `${value}${THIN_SPACE}${unit}`;
  };
  return (
    <li>
      <span className="mono">{id}</span> {t(`conflicts.changed_${what}`)}
      <span className="note">{` ${text(beforeM2)} → ${text(afterM2)}`}</span>
    </li>
  );
}

/** A row a repair, in the order in which they were made. */
function changesCsv(changes: readonly PlanChange[]): string {
  const rows = changes.map(({ id, what, beforeM2, afterM2 }) =>
    [csvText(id), what, beforeM2.toFixed(3), afterM2.toFixed(3)].join(','),
  );
  return `\ufeffid,change,before_m2,after_m2\r\n${rows.join('\r\n')}\r\n`;
}
