import { type FormEvent, useMemo, useState } from 'react';
import { useController, useService, useStore } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { feedsController } from '../controller.ts';
import {
  type BadRow,
  defaultColumns,
  LISTED_FIELDS,
  type ListColumns,
  registerRows,
  sensorsOfList,
} from '../own-list.ts';
import type { SensorTable } from '../tasks/sensor-table.ts';
import { readSensorList } from '../tasks/start-sensor-table.ts';
import { FIRST_KIND } from './own-form.tsx';

const FIELD_WORDS = {
  id: 'own.id',
  kind: 'own.kind',
  zh: 'own.nameZh',
  en: 'own.nameEn',
  unit: 'own.unit',
  topic: 'own.topic',
  cadenceS: 'own.cadence',
  warn: 'own.warn',
  alarm: 'own.alarm',
  elevationM: 'own.elevation',
  valuePath: 'own.valuePath',
} as const;

/** Formats in which lists come; all others that hold points are read as well. */
const ENDINGS = '.csv,.tsv,.txt,.xlsx,.geojson,.json,.kml,.gpkg,.zip';
/** Rows that make no sensor, as many as a person reads. */
const MAX_LISTED_ROWS = 50;

interface Registered {
  done: number;
  bad: BadRow[];
}

/** Many sensors at once: a table with a row each, whose columns are said to be what they are. */
export function OwnListForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const [file, setFile] = useState<File | null>(null);
  const [crs, setCrs] = useState('');
  const [table, setTable] = useState<SensorTable | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [registered, setRegistered] = useState<Registered | null>(null);
  const read = (next: File) => {
    setFile(next);
    setTable(null);
    setFailure(null);
    readSensorList(next, crs.trim()).then(setTable, (error) => setFailure(reasonOf(error)));
  };
  if (registered) return <Outcome registered={registered} onBack={onDone} />;
  return (
    <div className="own-list-form">
      <p className="note">{t('ownList.note')}</p>
      <TextField label={t('ownList.crs')} value={crs} hint={t('ownList.crsHint')} onChange={setCrs} />
      <p className="form-actions">
        <FileButton accept={ENDINGS} label={t(file ? 'ownList.other' : 'ownList.choose')} onFile={read} />
        {file && (
          <button type="button" className="btn small" onClick={() => read(file)}>
            {t('ownList.again')}
          </button>
        )}
      </p>
      {failure !== null && <ErrorNotice what={t('own.failed')} reason={failure} />}
      {table && <Mapping key={file?.name} table={table} onRegistered={setRegistered} />}
      <p className="form-actions">
        <button type="button" className="btn ghost" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </p>
    </div>
  );
}

/** Which column is what, and how many rows are good so. */
function Mapping({ table, onRegistered }: { table: SensorTable; onRegistered: (registered: Registered) => void }) {
  const { t, of } = useWords();
  const feeds = useController(feedsController);
  const session = useService(ACCOUNT_SESSION);
  const own = useStore(feeds.own, (list) => list);
  const [columns, setColumns] = useState<ListColumns>(() => defaultColumns(table));
  const [kind, setKind] = useState(FIRST_KIND);
  const [isBusy, setBusy] = useState(false);
  const kinds = feeds.kinds();
  const rows = useMemo(() => sensorsOfList(table, columns, kind, kinds, own), [table, columns, kind, kinds, own]);
  const options = [
    { value: '', label: t('ownList.none') },
    ...table.columns.map(({ name }) => ({ value: name, label: name })),
  ];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    void registerRows(rows.good, (sensors) => session.post('own-sensors', { sensors })).then(({ done, bad }) => {
      feeds.readOwnSensors();
      onRegistered({ done, bad: [...rows.bad, ...bad].sort((a, b) => a.line - b.line) });
    });
  };
  return (
    <form onSubmit={submit}>
      <ChoiceField
        label={t('ownList.kind')}
        value={kind}
        options={kinds.file.kinds.map(({ id, label }) => ({ value: id, label: label ? of(label) : id }))}
        onChange={setKind}
      />
      {LISTED_FIELDS.map((field) => (
        <ChoiceField
          key={field}
          label={t(FIELD_WORDS[field])}
          value={columns[field] ?? ''}
          options={options}
          onChange={(name) => {
            const { [field]: _, ...others } = columns;
            setColumns(name === '' ? others : { ...others, [field]: name });
          }}
        />
      ))}
      <p className="note" role="status">
        {t('ownList.counts', { good: formatNumber(rows.good.length), bad: formatNumber(rows.bad.length) })}
      </p>
      <BadRows bad={rows.bad} />
      <p className="form-actions">
        <button type="submit" className="btn primary" disabled={isBusy || rows.good.length === 0}>
          {t('ownList.register', { count: rows.good.length })}
        </button>
      </p>
    </form>
  );
}

function Outcome({ registered: { done, bad }, onBack }: { registered: Registered; onBack: () => void }) {
  const { t } = useWords();
  return (
    <div className="own-list-form" role="status">
      <p>{t('ownList.done', { done: formatNumber(done), bad: formatNumber(bad.length) })}</p>
      <BadRows bad={bad} />
      <p className="form-actions">
        <button type="button" className="btn primary" onClick={onBack}>
          {t('own.toList')}
        </button>
      </p>
    </div>
  );
}

function BadRows({ bad }: { bad: readonly BadRow[] }) {
  const { t, of } = useWords();
  if (bad.length === 0) return null;
  return (
    <ul className="bad-rows">
      {bad.slice(0, MAX_LISTED_ROWS).map(({ line, reason }) => (
        <li key={line}>
          <b>{t('ownList.row', { line })}</b> {of(reason)}
        </li>
      ))}
      {bad.length > MAX_LISTED_ROWS && <li>{t('ownList.more', { count: bad.length - MAX_LISTED_ROWS })}</li>}
    </ul>
  );
}
