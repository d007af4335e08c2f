import { useState } from 'react';
import {
  type CatalogueRecord,
  catalogueOf,
  GRADES,
  type Grade,
  type GradeReason,
} from '../../../../model/catalogue/record.ts';
import { searchCatalogue } from '../../../../model/catalogue/search.ts';
import { ROLE_IDS } from '../../../../model/city/layer-role.ts';
import { isTilesetKind, LAYER_GROUPS } from '../../../../model/city/manifest.ts';
import { ROLES } from '../../../../model/city/roles.ts';
import { verticalDatumName } from '../../../../model/geo/vertical-datum-name.ts';
import { csvText } from '../../../../model/tables/csv-cell.ts';
import { useApp, useController, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { EditionList } from '../../../kit/edition-list.tsx';
import { FactsList } from '../../../kit/facts-list.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { saveCsv } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { EDITION_COMPARISON } from '../../../twin/editions.ts';
import { DATA_DESK, dataDeskController } from '../controller.ts';

/** Letters of a checksum beyond this number are not shown. */
const SHOWN_DIGITS = 12;

/** 数据目录 lists all that the city has, searched and filtered, each with its record. */
export function CataloguePanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin } = useApp();
  // Layers that are dropped come into the list of the city.
  useTwin(({ layers }) => Object.keys(layers).join(' '));
  const [text, setText] = useState('');
  const [theme, setTheme] = useState('');
  const [grade, setGrade] = useState<Grade>('D');
  const all = catalogueOf(twin.city);
  const editions = useOffered(EDITION_COMPARISON);
  const found = searchCatalogue(all, { text, grade, theme: theme === '' ? undefined : theme });
  return (
    <Panel title={t('catalogue.title')} className="tool data-desk" onClose={onClose}>
      <p className="note">{t('catalogue.about')}</p>
      <TextField label={t('catalogue.search')} value={text} onChange={setText} />
      <ChoiceField
        label={t('catalogue.theme')}
        value={theme}
        options={[
          { value: '', label: t('catalogue.anyTheme') },
          ...LAYER_GROUPS.map((value) => ({ value: value as string, label: t(`group.${value}`) })),
        ]}
        onChange={setTheme}
      />
      <ChoiceField
        label={t('catalogue.atLeast')}
        value={grade}
        options={GRADES.map((value) => ({ value, label: value }))}
        onChange={setGrade}
      />
      <p className="row-head" role="status">
        <span>
          {found.length === 0
            ? t('catalogue.none')
            : t('catalogue.found', { count: formatNumber(found.length), all: formatNumber(all.length) })}
        </span>
        <span className="space" />
        <button type="button" className="btn small" onClick={() => saveCsv(`${twin.city.id}-catalogue`, csvOf(found))}>
          {t('catalogue.csv')}
        </button>
      </p>
      <ul className="catalogue">
        {found.map((record) => (
          <RecordRow key={record.id} record={record} />
        ))}
      </ul>
      <EditionList compared={null} onCompare={editions?.compare ?? null} />
    </Panel>
  );
}

function RecordRow({ record }: { record: CatalogueRecord }) {
  const { t, of } = useWords();
  const { title, theme, type, grade, count } = record;
  return (
    <li data-record={record.id}>
      <details>
        <summary>
          <span className={`tag grade-${grade}`} title={t('catalogue.grade')}>
            {grade}
          </span>{' '}
          <b>{of(title)}</b>{' '}
          <span className="note">
            {theme ? t(`group.${theme}`) : t(`catalogue.type.${type}`)}
            {count !== null && ` · ${formatNumber(count)}`}
          </span>
        </summary>
        <RecordFacts record={record} />
        {type === 'layer' && <LayerActs id={record.id} />}
      </details>
    </li>
  );
}

function RecordFacts({ record }: { record: CatalogueRecord }) {
  const { t, of, language } = useWords();
  const [comma, semicolon] = language === 'zh' ? ['、', '；'] : [', ', '; '];
  const { reasons, source, licence, date, crs, vertical, boxDeg, attributes, lineage } = record;
  const given = useTwin(({ layerRoles }) => layerRoles[record.id]);
  const roles = ROLE_IDS.filter((role) => given?.[role]).map((role) => of(ROLES[role].label));
  const unknown = t('catalogue.unknown');
  const rows: [string, string][] = [
    [t('catalogue.why'), reasons.map((reason) => reasonText(t, reason)).join(semicolon) || t('common.none')],
    [t('catalogue.source'), source ? of(source) : unknown],
    [t('catalogue.licence'), licence ?? unknown],
    [t('catalogue.date'), date ?? unknown],
    [t('catalogue.crs'), crs ?? unknown],
    [t('catalogue.vertical'), of(verticalDatumName(vertical))],
    [t('catalogue.box'), boxDeg.join(', ')],
    ...(attributes.length > 0 ? [[t('catalogue.attributes'), attributes.map(of).join(comma)] as [string, string]] : []),
    ...(roles.length > 0 ? [[t('catalogue.roles'), roles.join(comma)] as [string, string]] : []),
    [t('catalogue.lineage'), t('catalogue.madeBy', { by: lineage.by, hash: lineage.inputHash.slice(0, SHOWN_DIGITS) })],
  ];
  return <FactsList rows={rows} />;
}

function reasonText(t: ReturnType<typeof useWords>['t'], reason: GradeReason): string {
  if (reason.code === 'problems') return t('catalogue.problems', { count: reason.count, kinds: reason.kinds });
  if (reason.code === 'assumptions') return t('catalogue.assumptions', { count: reason.count });
  return t(`catalogue.${reason.code}`);
}

/** Shows the layer on the map, and begins a question about its things. */
function LayerActs({ id }: { id: string }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { ask } = useController(dataDeskController);
  const isShown = useTwin(({ layers }) => layers[id]?.shown ?? false);
  const layer = twin.city.layers.find((one) => one.id === id);
  const canAsk = layer !== undefined && layer.count > 0 && !isTilesetKind(layer.kind);
  const show = t(isShown ? 'catalogue.hide' : 'catalogue.show');
  // Every layer of the list has these: a reader who hears the page is told whose they are.
  const labelOf = (act: string) => t('catalogue.actOf', { act, name: layer ? of(layer.label) : id });
  return (
    <p className="form-actions">
      <button
        type="button"
        className="btn small"
        aria-label={labelOf(show)}
        onClick={() => twin.getState().showLayer(id, !isShown)}
      >
        {show}
      </button>
      {canAsk && (
        <button
          type="button"
          className="btn small"
          aria-label={labelOf(t('catalogue.ask'))}
          onClick={() => {
            ask.set({ layer: id, conditions: [], group: '', measure: '' });
            twin.getState().setTool(`${DATA_DESK}.ask`);
          }}
        >
          {t('catalogue.ask')}
        </button>
      )}
    </p>
  );
}

const HEAD =
  'id,title_zh,title_en,type,theme,kind,state,count,grade,source_zh,licence,date,crs,vertical,west,south,east,north';

const csvOf = (records: readonly CatalogueRecord[]): string =>
  `${[
    HEAD,
    ...records.map(
      ({ id, title, type, theme, kind, state, count, grade, source, licence, date, crs, vertical, boxDeg }) =>
        [
          id,
          title.zh,
          title.en,
          type,
          theme,
          kind,
          state,
          count,
          grade,
          source?.zh,
          licence,
          date,
          crs,
          vertical,
          ...boxDeg,
        ]
          .map((cell) => (typeof cell === 'number' ? String(cell) : csvText(cell ?? '')))
          .join(','),
    ),
  ].join('\n')}\n`;
