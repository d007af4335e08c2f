import { useState } from 'react';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { ErrorNotice, Panel } from '../../../kit/controls.tsx';
import { EditionList } from '../../../kit/edition-list.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { DIFFERENCE_TOKENS, differenceController, differingLayers } from '../controller.ts';
import { type AttributeValue, type BakeDifference, DIFFERENCES } from '../read-difference.ts';

/** 版本差异: what was added, removed and changed from one version of the city's data to the other, on the map and as a list. */
export function DifferencePanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const difference = useController(differenceController);
  const list = useTwin(({ bakeDifferences }) => bakeDifferences);
  const edition = useTwin(({ differenceEdition }) => differenceEdition);
  const [failure, setFailure] = useState<Reason | null>(null);
  const run = (work: Promise<void>) => {
    setFailure(null);
    work.catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <Panel title={t('difference.title')} className="tool" onClose={onClose}>
      {list === null && <p className="note">{t('difference.about')}</p>}
      <p className="form-actions">
        <FileButton
          accept=".geojson,.json"
          label={t('difference.open')}
          isMain={list === null}
          onFile={(file) => run(difference.openFile(file))}
        />
        {list !== null && (
          <button type="button" className="btn small" onClick={() => difference.choose(null)}>
            {t('difference.clear')}
          </button>
        )}
      </p>
      <EditionList compared={edition?.folder ?? null} onCompare={(one) => run(difference.compare(one))} />
      {failure && <ErrorNotice what={t('difference.failed')} reason={failure} />}
      {list !== null && <Differences list={list} />}
    </Panel>
  );
}

function useLayerName(): (id: string) => string {
  const { of } = useWords();
  const { twin } = useApp();
  return (id) => of(twin.city.layers.find((layer) => layer.id === id)?.label ?? { zh: id, en: id });
}

function Differences({ list }: { list: readonly BakeDifference[] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const difference = useController(differenceController);
  const chosen = useTwin(({ differenceLayer }) => differenceLayer);
  const nameOf = useLayerName();
  const counts = useTwin(({ differenceCounts }) => differenceCounts) ?? NO_COUNTS;
  const edition = useTwin(({ differenceEdition }) => differenceEdition);
  const all = DIFFERENCES.reduce((sum, what) => sum + counts[what], 0);
  const rows = list.filter(({ layer }) => layer === chosen);
  const layer = twin.city.layers.find(({ id }) => id === chosen);
  const { of } = useWords();
  const partName = (name: string): string => {
    if (name === 'place' || name === 'size') return t(`difference.${name}`);
    const label = layer?.attributes.find((one) => one.name === name)?.label;
    return label ? of(label) : name;
  };
  return (
    <>
      <p role="status">
        {t('difference.sum', {
          added: formatNumber(counts.added),
          removed: formatNumber(counts.removed),
          changed: formatNumber(counts.changed),
        })}
      </p>
      {all > list.length && <p className="note">{t('difference.listed', { count: formatNumber(list.length) })}</p>}
      {edition && <p className="note">{t('difference.ghosts')}</p>}
      {chosen !== null && list.length > 0 && (
        <ChoiceField
          label={t('difference.layer')}
          value={chosen}
          options={differingLayers(list).map((one) => ({
            value: one.layer,
            label: `${nameOf(one.layer)} · ${formatNumber(one.count)}`,
          }))}
          onChange={difference.choose}
        />
      )}
      <Table
        name="bake-differences"
        rows={rows}
        rowKey={({ id, what }) => `${what} ${id}`}
        columns={[
          {
            head: t('difference.thing'),
            value: ({ id }) => id,
            cell: (one) => (
              <button type="button" className="link" onClick={() => void difference.look(one)}>
                {one.id}
              </button>
            ),
          },
          { head: t('difference.what'), value: ({ what }) => t(`difference.${what}`) },
          { head: t('difference.changes'), value: (one) => changesText(one, partName) },
        ]}
      />
    </>
  );
}

const NO_COUNTS = { added: 0, removed: 0, changed: 0 };
/** A fraction is shown with so many decimals. */
const VALUE_DECIMALS = 2;

/** Each change by its name, with the values before and after where they are known. */
const changesText = ({ changed, values }: BakeDifference, nameOf: (name: string) => string): string =>
  changed
    .map((name) => {
      const pair = Object.hasOwn(values, name) ? values[name] : null;
      return pair ? `${nameOf(name)} ${valueText(pair[0])} → ${valueText(pair[1])}` : nameOf(name);
    })
    .join(' · ');

function valueText(value: AttributeValue): string {
  if (value === null) return NO_VALUE_MARK;
  if (typeof value === 'string') return value;
  return formatNumber(value, Number.isInteger(value) ? 0 : VALUE_DECIMALS);
}

/** Lists the colours with their meanings and how many things wear each. */
export function DifferenceLegend() {
  const { t } = useWords();
  const list = useTwin(({ bakeDifferences }) => bakeDifferences);
  const chosen = useTwin(({ differenceLayer }) => differenceLayer);
  const nameOf = useLayerName();
  if (list === null || chosen === null) return null;
  const entries = DIFFERENCES.map((what) => ({
    token: DIFFERENCE_TOKENS[what],
    label: `${t(`difference.${what}`)} ${formatNumber(list.filter((one) => one.layer === chosen && one.what === what).length)}`,
  }));
  return <ClassLegend title={`${t('difference.title')} · ${nameOf(chosen)}`} entries={entries} />;
}
