import { useMemo, useState } from 'react';
import { type CrosswalkRow, rowId } from '../../../../model/plans/crosswalk.ts';
import {
  CODE_SYSTEMS,
  type CodeSystem,
  LAND_USE_CLASSES,
  type LandUseClass,
} from '../../../../model/plans/land-use.ts';
import { useController } from '../../../kit/app-context.tsx';
import { EmptyState, IconButton } from '../../../kit/controls.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';
import { inCodeOrder, missingRows, shippedRow, withRows } from '../own-basis.ts';
import { type BasisView, ChangeCount } from './basis-view.tsx';

const SYSTEMS = Object.keys(CODE_SYSTEMS) as CodeSystem[];
const CLASSES = Object.keys(LAND_USE_CLASSES) as LandUseClass[];
/** Rows drawn at once; a filter finds the others. */
const MAX_ROWS_DRAWN = 300;

/** Codes of each system with the class that each belongs to. */
export function CrosswalkList({ view: { now, shipped } }: { view: BasisView }) {
  const { t, of } = useWords();
  const { basis } = useController(conflictsController);
  const [search, setSearch] = useState('');
  const { crosswalk } = now;
  const put = (rows: CrosswalkRow[]) =>
    basis.change({ crosswalk: withRows(crosswalk, rows, shipped.crosswalk, basis.used('crosswalk')) });
  const changed = useMemo(
    () => crosswalk.rows.filter((row) => shippedRow(row, shipped.crosswalk)?.class !== row.class),
    [crosswalk, shipped],
  );
  const found = crosswalk.rows.filter((row) =>
    isSought(row, of(LAND_USE_CLASSES[row.class]), search.trim().toLowerCase()),
  );
  const drawn = found.slice(0, MAX_ROWS_DRAWN);
  const changedText = t('conflicts.codeCounts', {
    count: formatNumber(crosswalk.rows.length),
    changed: formatNumber(changed.length),
  });
  return (
    <>
      <div className="basis-head">
        <TextField label={t('conflicts.search')} value={search} hint={t('conflicts.searchHint')} onChange={setSearch} />
      </div>
      <ChangeCount text={changedText} missing={missingRows(crosswalk, shipped.crosswalk).length} />
      {drawn.length === 0 && <EmptyState icon="filter">{t('conflicts.noCode')}</EmptyState>}
      {SYSTEMS.map((system) => (
        <CodeSection
          key={system}
          system={system}
          rows={drawn.filter((row) => row.system === system)}
          view={{ now, shipped }}
          onRows={put}
        />
      ))}
      {found.length > drawn.length && (
        <p className="note more">
          {t('conflicts.moreConflicts', { count: formatNumber(found.length - drawn.length) })}
        </p>
      )}
      <NewCode known={crosswalk.rows} onAdd={(row) => put(inCodeOrder([...crosswalk.rows, row], shipped.crosswalk))} />
    </>
  );
}

/** By the beginning of its code, or by the name of its class. */
const isSought = ({ code }: CrosswalkRow, className: string, sought: string): boolean =>
  sought === '' || code.toLowerCase().startsWith(sought) || className.toLowerCase().includes(sought);

/** The codes of one system. */
function CodeSection({
  system,
  rows,
  view: { now, shipped },
  onRows,
}: {
  system: CodeSystem;
  rows: readonly CrosswalkRow[];
  view: BasisView;
  onRows: (rows: CrosswalkRow[]) => void;
}) {
  const { of } = useWords();
  const all = now.crosswalk.rows;
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{of(CODE_SYSTEMS[system])}</h3>
      <ul className="code-list">
        {rows.map((row) => (
          <CodeRow
            key={rowId(row)}
            row={row}
            shipped={shippedRow(row, shipped.crosswalk)}
            onClass={(name) => onRows(all.map((one) => (one === row ? { ...row, class: name } : one)))}
            onRemove={() => onRows(all.filter((one) => one !== row))}
          />
        ))}
      </ul>
    </section>
  );
}

function CodeRow({
  row,
  shipped,
  onClass,
  onRemove,
}: {
  row: CrosswalkRow;
  shipped: CrosswalkRow | null;
  onClass: (name: LandUseClass) => void;
  onRemove: () => void;
}) {
  const { t, of } = useWords();
  const isChanged = shipped !== null && shipped.class !== row.class;
  const was = shipped ? of(LAND_USE_CLASSES[shipped.class]) : '';
  return (
    <li data-code={rowId(row)}>
      <span className="mono">{row.code}</span>
      <select
        aria-label={t('conflicts.classOf', { code: row.code })}
        value={row.class}
        onChange={({ currentTarget }) => onClass(CLASSES[currentTarget.selectedIndex])}
      >
        {CLASSES.map((name) => (
          <option key={name} value={name}>
            {of(LAND_USE_CLASSES[name])}
          </option>
        ))}
      </select>
      {isChanged && (
        <>
          <span className="tag" title={t('conflicts.shippedValue', { value: was })}>
            {t('conflicts.changed')}
          </span>
          <IconButton
            icon="undo"
            label={t('conflicts.resetField', { value: was })}
            onClick={() => onClass(shipped.class)}
          />
        </>
      )}
      {!shipped && (
        <>
          <span className="tag">{t('conflicts.ownCode')}</span>
          <IconButton icon="x" label={t('run.remove', { name: row.code })} onClick={onRemove} />
        </>
      )}
    </li>
  );
}

const CODE = /^[0-9A-Za-z]{1,12}$/;

/** A code that the crosswalk does not have yet. */
function NewCode({ known, onAdd }: { known: readonly CrosswalkRow[]; onAdd: (row: CrosswalkRow) => void }) {
  const { t, of } = useWords();
  const [row, setRow] = useState<CrosswalkRow>({ system: 'mnr-2023', code: '', class: 'residential' });
  const code = row.code.trim();
  const isThere = known.some((one) => rowId(one) === rowId({ system: row.system, code }));
  const add = () => {
    onAdd({ ...row, code });
    setRow({ ...row, code: '' });
  };
  return (
    <details className="conflict-policy">
      <summary>{t('conflicts.addCode')}</summary>
      <ChoiceField
        label={t('conflicts.codeSystem')}
        value={row.system}
        options={SYSTEMS.map((value) => ({ value, label: of(CODE_SYSTEMS[value]) }))}
        onChange={(system) => setRow({ ...row, system })}
      />
      <TextField label={t('conflicts.code')} value={row.code} onChange={(text) => setRow({ ...row, code: text })} />
      <ChoiceField
        label={t('conflicts.class')}
        value={row.class}
        options={CLASSES.map((value) => ({ value, label: of(LAND_USE_CLASSES[value]) }))}
        onChange={(name) => setRow({ ...row, class: name })}
      />
      {isThere && <p className="note warn">{t('conflicts.codeThere')}</p>}
      <button type="button" className="btn small" disabled={!CODE.test(code) || isThere} onClick={add}>
        {t('conflicts.add')}
      </button>
    </details>
  );
}
