import { useState } from 'react';
import type { LayerInfo } from '../../../../model/city/manifest.ts';
import { isTilesetKind } from '../../../../model/city/manifest.ts';
import type { JoinReport } from '../../../../model/tables/join.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton, Panel } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { dataDeskController } from '../controller.ts';
import type { Join } from '../joins.ts';
import type { TableHead } from '../tasks/join.ts';
import { readHeadInWorker } from '../tasks/start-join.ts';

const TABLES = '.csv,.txt,.tsv,.xlsx';

/** 挂接表格: tables whose rows become attributes of a layer's things, each with what became of both sides. */
export function JoinsPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { joins } = useController(dataDeskController);
  const list = useStore(joins.list, (all) => all);
  return (
    <Panel title={t('joins.title')} className="tool data-desk" onClose={onClose}>
      <p className="note">{t('joins.about')}</p>
      <NewJoin />
      {list.map((join) => (
        <JoinRow key={join.id} join={join} />
      ))}
    </Panel>
  );
}

interface Chosen {
  file: File;
  head: TableHead;
  key: string;
}

/** A layer, a table, and what they have in common. */
function NewJoin() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { joins } = useController(dataDeskController);
  useTwin(({ layers }) => Object.keys(layers).join(' '));
  const [layerId, setLayerId] = useState('');
  const [attribute, setAttribute] = useState('id');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [failure, setFailure] = useState<Reason | null>(null);
  const layers = twin.city.layers.filter(({ kind, count }) => count > 0 && !isTilesetKind(kind));
  const layer = layers.find(({ id }) => id === layerId);
  const take = (file: File) => {
    setFailure(null);
    readHeadInWorker(file, file.name).then(
      (head) => {
        const guess = commonName(head.columns, layer);
        setChosen({ file, head, key: guess ?? head.columns[0] });
        if (guess) setAttribute(guess);
      },
      (error: unknown) => setFailure(failureOf(error)),
    );
  };
  const start = () => {
    if (!layer || !chosen) return;
    const { file, key } = chosen;
    joins.add({ layerId, attribute, key, file: file.name, blob: file });
    setChosen(null);
  };
  const none = { value: '', label: t('dataRoles.choose'), disabled: true };
  return (
    <div className="new-join">
      <ChoiceField
        label={t('dataRoles.layer')}
        value={layer?.id ?? ''}
        options={[none, ...layers.map(({ id, label }) => ({ value: id, label: of(label) }))]}
        onChange={(id) => {
          setLayerId(id);
          setAttribute('id');
        }}
      />
      {layer && <FileButton accept={TABLES} label={t('joins.choose')} isMain={chosen === null} onFile={take} />}
      {failure && <ErrorNotice what={t('joins.failed')} reason={failure} />}
      {layer && chosen && (
        <Keys
          layer={layer}
          chosen={chosen}
          attribute={attribute}
          onKey={(key) => setChosen({ ...chosen, key })}
          onAttribute={setAttribute}
          onJoin={start}
        />
      )}
    </div>
  );
}

/** The column of the table and the attribute of the layer that name the same thing. */
function Keys({
  layer,
  chosen: { file, head, key },
  attribute,
  onKey,
  onAttribute,
  onJoin,
}: {
  layer: LayerInfo;
  chosen: Chosen;
  attribute: string;
  onKey: (key: string) => void;
  onAttribute: (attribute: string) => void;
  onJoin: () => void;
}) {
  const { t, of } = useWords();
  const own = layer.attributes.filter(({ name }) => name !== 'id');
  return (
    <>
      <p className="note">{t('joins.table', { file: file.name, rows: formatNumber(head.rows) })}</p>
      <ChoiceField
        label={t('joins.key')}
        value={key}
        options={head.columns.map((name) => ({ value: name, label: name }))}
        onChange={onKey}
      />
      <ChoiceField
        label={t('joins.attribute')}
        value={attribute}
        options={[
          { value: 'id', label: t('joins.id') },
          ...own.map(({ name, label }) => ({ value: name, label: of(label) })),
        ]}
        onChange={onAttribute}
      />
      <p className="form-actions">
        <button type="button" className="btn primary" onClick={onJoin}>
          {t('joins.join')}
        </button>
      </p>
    </>
  );
}

/** A column of the table that is called as an attribute of the layer, or as its id; undefined: none is. */
const commonName = (columns: readonly string[], layer: LayerInfo | undefined): string | undefined =>
  columns.find((name) => name === 'id' || layer?.attributes.some((one) => one.name === name));

function JoinRow({ join }: { join: Join }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { joins } = useController(dataDeskController);
  const { id, file, layerId, status, key } = join;
  const layer = twin.city.layers.find((one) => one.id === layerId);
  return (
    <section className="join" aria-label={file} data-status={status.kind}>
      <p className="row-head">
        <b className="name">{file}</b>
        <span className="space" />
        <FileButton accept={TABLES} label={t('joins.update')} onFile={(next) => joins.update(id, next)} />
        <IconButton icon="x" label={t('joins.remove', { file })} onClick={() => joins.remove(id)} />
      </p>
      <p className="note">{t('joins.to', { layer: layer ? of(layer.label) : layerId, key })}</p>
      {status.kind === 'waiting' && <p className="note">{t('joins.waiting')}</p>}
      {status.kind === 'joining' && <p className="note">{t('joins.joining')}</p>}
      {status.kind === 'failed' && <ErrorNotice what={t('joins.failed')} reason={status.reason} />}
      {status.kind === 'done' && (
        <>
          <p>{t('joins.columns', { names: status.attributes.join(t('joins.between')) })}</p>
          <Report report={status.report} />
        </>
      )}
    </section>
  );
}

/** Exactly what became of the things and of the rows, with keys by name. */
function Report({ report: { things, rows, by, examples } }: { report: JoinReport }) {
  const { t } = useWords();
  const lines: [string, number, readonly { key: string; count: number }[]][] = [
    [t('joins.matched'), things.matched, []],
    [t('joins.unmatched'), things.unmatched, examples.unmatchedThings],
    [t('joins.blank'), things.blank, []],
    [t('joins.ambiguous'), things.ambiguous, examples.ambiguous],
    [t('joins.doubledThings'), things.doubled, examples.doubledThings],
    [t('joins.used'), rows.used, []],
    [t('joins.unused'), rows.unused, examples.unusedRows],
    [t('joins.blankRows'), rows.blank, []],
    [t('joins.doubledRows'), rows.doubled, examples.doubledRows],
  ];
  return (
    <>
      <dl className="facts">
        {lines.map(([name, count, keys]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {formatNumber(count)}
              {keys.length > 0 && (
                <span className="note mono">
                  {' '}
                  {keys.map((one) => (one.count > 1 ? `${one.key} ×${one.count}` : one.key)).join(' ')}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {by.width + by.zeros > 0 && (
        <p className="note">
          <span className="tag unsure">{t('dataRoles.guessed')}</span>{' '}
          {t('joins.loose', { width: by.width, zeros: by.zeros })}
        </p>
      )}
    </>
  );
}
