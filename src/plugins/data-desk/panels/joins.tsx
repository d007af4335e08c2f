import { useState } from 'react';
import { isAreaLayer } from '../../../../model/city/layer-areas.ts';
import type { LayerInfo } from '../../../../model/city/manifest.ts';
import { isTilesetKind } from '../../../../model/city/manifest.ts';
import type { JoinReport } from '../../../../model/tables/join.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton, Panel } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField, NumberField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { isAddressName, isEastName, isNorthName } from '../column-names.ts';
import { dataDeskController } from '../controller.ts';
import { JOIN_WAYS, type Join, type JoinWish } from '../joins.ts';
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

/** A table that was chosen, and by what it is to be joined. */
interface Chosen extends Pick<JoinWish, 'key'>, Required<Pick<JoinWish, 'by' | 'x' | 'y' | 'withinM'>> {
  file: File;
  head: TableHead;
}

/** Rows farther from every thing belong to none, unless somebody says otherwise. */
const USUAL_WITHIN_M = 50;
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
        const next = guessedJoin(file, head, layer);
        setChosen(next.chosen);
        setAttribute(next.attribute);
      },
      (error: unknown) => setFailure(failureOf(error)),
    );
  };
  const start = () => {
    if (!layer || !chosen) return;
    const { file, head: _, ...by } = chosen;
    joins.add({ layerId, attribute, ...by, file: file.name, blob: file });
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
          onChange={(part) => setChosen({ ...chosen, ...part })}
          onAttribute={setAttribute}
          onJoin={start}
        />
      )}
    </div>
  );
}

/** By which way, columns and attribute the table finds the things of the layer. */
function Keys({
  layer,
  chosen,
  attribute,
  onChange,
  onAttribute,
  onJoin,
}: {
  layer: LayerInfo;
  chosen: Chosen;
  attribute: string;
  onChange: (part: Partial<Chosen>) => void;
  onAttribute: (attribute: string) => void;
  onJoin: () => void;
}) {
  const { t, of } = useWords();
  const { file, head, by } = chosen;
  const own = layer.attributes.filter(({ name }) => name !== 'id');
  const ways = JOIN_WAYS.filter((way) => way !== 'within' || isAreaLayer(layer));
  const isByPlace = by === 'within' || by === 'nearest';
  const columns = head.columns.map((name) => ({ value: name, label: name }));
  return (
    <>
      <p className="note">{t('joins.table', { file: file.name, rows: formatNumber(head.rows) })}</p>
      <ChoiceField
        label={t('joins.way')}
        value={by}
        options={ways.map((value) => ({ value, label: t(`joins.by_${value}`) }))}
        onChange={(next) => onChange({ by: next })}
      />
      {isByPlace ? (
        <>
          <ChoiceField label={t('joins.x')} value={chosen.x} options={columns} onChange={(x) => onChange({ x })} />
          <ChoiceField label={t('joins.y')} value={chosen.y} options={columns} onChange={(y) => onChange({ y })} />
        </>
      ) : (
        <>
          <ChoiceField
            label={t(by === 'key' ? 'joins.key' : 'joins.addressColumn')}
            value={chosen.key}
            options={columns}
            onChange={(key) => onChange({ key })}
          />
          <ChoiceField
            label={t(by === 'key' ? 'joins.attribute' : 'joins.addressAttribute')}
            value={attribute}
            options={[
              { value: 'id', label: t('joins.id') },
              ...own.map(({ name, label }) => ({ value: name, label: of(label) })),
            ]}
            onChange={onAttribute}
          />
        </>
      )}
      {by === 'nearest' && (
        <NumberField
          label={t('joins.withinM')}
          unit="m"
          value={chosen.withinM}
          min={1}
          max={5000}
          step={10}
          onChange={(withinM) => onChange({ withinM })}
        />
      )}
      {by !== 'key' && <p className="note">{t('joins.manyRows')}</p>}
      <p className="form-actions">
        <button type="button" className="btn primary" onClick={onJoin}>
          {t('joins.join')}
        </button>
      </p>
    </>
  );
}

/** The likeliest way of joining: by a column that is called as an attribute, else by an address, else by degrees, else by the first column. */
function guessedJoin(file: File, head: TableHead, layer: LayerInfo | undefined): { chosen: Chosen; attribute: string } {
  const { columns } = head;
  const key = columns.find((name) => name === 'id' || layer?.attributes.some((one) => one.name === name));
  const address = columns.find(isAddressName);
  const addressed = layer?.attributes.find(({ name, label }) => [name, label.zh].some(isAddressName));
  const x = columns.find(isEastName);
  const y = columns.find(isNorthName);
  const place = { x: x ?? columns[0], y: y ?? columns[1], withinM: USUAL_WITHIN_M };
  if (address && addressed)
    return { chosen: { file, head, by: 'address', key: address, ...place }, attribute: addressed.name };
  const isPlaced = !key && x !== undefined && y !== undefined;
  const byPlace = layer && isAreaLayer(layer) ? ('within' as const) : ('nearest' as const);
  return {
    chosen: { file, head, by: isPlaced ? byPlace : 'key', key: key ?? columns[0], ...place },
    attribute: key ?? 'id',
  };
}

function JoinRow({ join }: { join: Join }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { joins } = useController(dataDeskController);
  const { id, file, layerId, status, key, by = 'key', withinM = 0 } = join;
  const layer = twin.city.layers.find((one) => one.id === layerId);
  return (
    <section className="join" aria-label={file} data-status={status.kind}>
      <p className="row-head">
        <b className="name">{file}</b>
        <span className="space" />
        <FileButton accept={TABLES} label={t('joins.update')} onFile={(next) => joins.update(id, next)} />
        <IconButton icon="x" label={t('joins.remove', { file })} onClick={() => joins.remove(id)} />
      </p>
      <p className="note">
        {by === 'within' || by === 'nearest'
          ? t(`joins.to_${by}`, { layer: layer ? of(layer.label) : layerId, within: withinM })
          : t('joins.to', { layer: layer ? of(layer.label) : layerId, key })}
      </p>
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
    rows.ambiguous === undefined
      ? [t('joins.ambiguous'), things.ambiguous, examples.ambiguous]
      : [t('joins.ambiguousRows'), rows.ambiguous, examples.ambiguous],
    [
      t(rows.ambiguous === undefined ? 'joins.doubledThings' : 'joins.crowdedThings'),
      things.doubled,
      examples.doubledThings,
    ],
    [t('joins.used'), rows.used, []],
    [t('joins.unused'), rows.unused, examples.unusedRows],
    [t('joins.blankRows'), rows.blank, []],
    [t(rows.ambiguous === undefined ? 'joins.doubledRows' : 'joins.sharedRows'), rows.doubled, examples.doubledRows],
  ];
  const { width = 0, zeros = 0, building = 0, number = 0 } = by;
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
      {building + number > 0 && (
        <p className="note">
          <span className="tag unsure">{t('dataRoles.guessed')}</span> {t('joins.looseAddress', { building, number })}
        </p>
      )}
      {width + zeros > 0 && (
        <p className="note">
          <span className="tag unsure">{t('dataRoles.guessed')}</span> {t('joins.loose', { width, zeros })}
        </p>
      )}
    </>
  );
}
