import { basisOf, type MetricId } from '../../../../model/schemes/metric-basis.ts';
import { metricsOf, parcelMetrics } from '../../../../model/schemes/metrics.ts';
import type { Scheme } from '../../../../model/schemes/scheme.ts';
import {
  differencesOf,
  JUDGED_METRICS,
  leadOf,
  type Scorecard,
  type Sensitivity,
  scorecardOf,
} from '../../../../model/schemes/scorecard.ts';
import { cellText } from '../../../../model/tables/cell-text.ts';
import { useApp, useNarrow, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, Panel } from '../../../kit/controls.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import type { TableColumn } from '../../../kit/table/column.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useViewName, ViewCountField } from '../../../kit/view-count.tsx';
import { useWords, type WordKey } from '../../../kit/words.ts';
import { limitsOf } from '../limit-text.ts';
import { startingViews } from '../starting-views.ts';
import { MetricRows } from './figures.tsx';
import { useSchemeSheet } from './scheme-report.ts';

/** More columns than these cannot be read beside each other. */
const MAX_COMPARED = 4;

/** The schemes that are compared, and what their weighted figures come to. */
function useScorecard(): { schemes: readonly Scheme[]; card: Scorecard } {
  const all = useTwin((state) => state.schemes);
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const weights = useTwin(({ schemeWeights }) => schemeWeights);
  const sites = useTwin(({ schemeSites }) => schemeSites);
  const schemes = all.slice(0, MAX_COMPARED);
  const card = scorecardOf(
    schemes.map((scheme) => metricsOf(scheme, assumed, sites[scheme.id] ?? null)),
    weights,
  );
  return { schemes, card };
}

/** 方案比选: which of up to four schemes is first and why, whom it touches, the pictures beside each other, what differs, and how far the weights bear. */
export function ComparePanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const count = useTwin((state) => state.schemes.length);
  const { schemes, card } = useScorecard();
  const all = useTwin((state) => state.schemes);
  const isNarrow = useNarrow();
  const sheet = useSchemeSheet();
  if (count < 2)
    return (
      <Panel title={t('schemes.compareTitle')} className="dock schemes" onClose={onClose}>
        <EmptyState icon="split">{t('schemes.oneScheme')}</EmptyState>
      </Panel>
    );
  const footer = (
    <p className="row-head wrap">
      <ReportButtons make={() => sheet(schemes, card)} />
    </p>
  );
  return (
    <Panel title={t('schemes.compareTitle')} className="dock schemes" onClose={onClose} footer={footer}>
      <Lead schemes={schemes} card={card} />
      <Sides schemes={all} />
      {isNarrow && (
        <FormSection title={t('schemes.scorecard')}>
          <CardTable schemes={schemes} card={card} />
        </FormSection>
      )}
      <Differences />
      <Bearing card={card} />
      <section className="part">
        <p className="note">{t('schemes.weightsNote')}</p>
        <p className="note">{t('schemes.scoreNote')}</p>
        {count > MAX_COMPARED && <p className="note">{t('schemes.firstFour')}</p>}
      </section>
    </Panel>
  );
}

/** Below the map: every figure of every scheme, with its weight. */
export function ScoreTray() {
  const { t } = useWords();
  const { schemes, card } = useScorecard();
  return (
    <Panel title={t('schemes.scorecard')} note={t('schemes.weightsNote')} className="score-tray">
      <CardTable schemes={schemes} card={card} />
    </Panel>
  );
}

/** More reasons than these are no sentence. */
const MAX_REASONS = 3;
/** What a scheme does to people. */
const TOUCHING: readonly MetricId[] = ['population', 'sunLost', 'school15Pct', 'health15Pct'];

/** The one sentence, what breaks a limit, the points as bars, and whom the first scheme touches. */
function Lead({ schemes, card }: { schemes: readonly Scheme[]; card: Scorecard }) {
  const { t, of, language } = useWords();
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const sites = useTwin(({ schemeSites }) => schemeSites);
  const lead = leadOf(card);
  const first = lead && schemes[lead.best];
  const reasons = lead?.metrics.slice(0, MAX_REASONS).map((id) => of(basisOf(id).label)) ?? [];
  const order = schemes.map((_, i) => i).sort((a, b) => card.scores[b] - card.scores[a] || a - b);
  return (
    <>
      <section className="part">
        <p className="verdict-sentence">
          {lead === null || !first
            ? t('schemes.noBest')
            : t('schemes.leads', {
                name: first.name,
                points: formatNumber(lead.margin, 1),
                metrics: new Intl.ListFormat(language).format(reasons),
              })}
        </p>
        {schemes.flatMap((scheme) =>
          parcelMetrics(scheme, assumed, sites[scheme.id] ?? null).flatMap(({ parcel, metrics, verdicts }) =>
            verdicts
              .filter(({ isMet }) => !isMet)
              .map(({ metric, limit }) => {
                const { label, unit, decimals } = basisOf(metric);
                const value = cellText(metrics[metric], decimals);
                const places = { name: scheme.name, parcel: parcel.name, metric: of(label), value, unit };
                return (
                  <p key={`${scheme.id} ${parcel.id} ${metric}`} className="note danger">
                    {t('schemes.breaks', { ...places, limit: formatNumber(limit, decimals) })}
                  </p>
                );
              }),
          ),
        )}
        <ul className="bars">
          {order.map((i) => (
            <li key={schemes[i].id}>
              <span>{schemes[i].name}</span>
              <i className={i === lead?.best ? 'lead' : undefined} style={{ width: `${card.scores[i]}%` }} />
              <b data-score={i}>{formatNumber(card.scores[i], 1)}</b>
            </li>
          ))}
        </ul>
      </section>
      {first && (
        <FormSection title={t('schemes.ifChosen', { name: first.name })}>
          <MetricRows metrics={metricsOf(first, assumed, sites[first.id] ?? null)} verdicts={[]} ids={TOUCHING} />
        </FormSection>
      )}
    </>
  );
}

function CardTable({ schemes, card }: { schemes: readonly Scheme[]; card: Scorecard }) {
  const { t, of } = useWords();
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const sites = useTwin(({ schemeSites }) => schemeSites);
  const metrics = schemes.map((scheme) => metricsOf(scheme, assumed, sites[scheme.id] ?? null));
  const limitOf = limitsOf(schemes, { schemeAssumptions: assumed, schemeSites: sites });
  const isFirst = (id: MetricId | null, i: number) =>
    id !== null && card.rows.find(({ metric }) => metric === id)?.points?.[i] === 1;
  return (
    <Table<MetricId | null>
      isFixed
      name="scorecard"
      rows={[...JUDGED_METRICS, null]}
      rowKey={(id) => id ?? 'sum'}
      rowProps={(id) => ({ className: id === null ? 'sum' : '' })}
      columns={[
        { head: t('schemes.metric'), cell: (id) => (id === null ? t('schemes.score') : <MetricName id={id} />) },
        {
          head: t('schemes.weight'),
          cell: (id) => id && <WeightField id={id} label={t('schemes.weightOf', { metric: of(basisOf(id).label) })} />,
          align: 'end',
        },
        { head: t('schemes.limit'), cell: (id) => id && limitOf(id), align: 'end' },
        ...schemes.map(
          ({ name }, i): TableColumn<MetricId | null> => ({
            head: name,
            cell: (id) =>
              id === null ? formatNumber(card.scores[i], 1) : cellText(metrics[i][id], basisOf(id).decimals),
            align: 'end',
            classOf: (id) => (isFirst(id, i) ? 'first' : undefined),
          }),
        ),
      ]}
    />
  );
}

function MetricName({ id }: { id: MetricId }) {
  const { of } = useWords();
  const { label, unit, formula, source, better } = basisOf(id);
  return (
    <span title={`${of(formula)}\n${of(source)}`}>
      {of(label)} {better === 'more' ? '↑' : '↓'}
      {unit && <span className="unit"> {unit}</span>}
    </span>
  );
}

function WeightField({ id, label }: { id: MetricId; label: string }) {
  const weights = useTwin(({ schemeWeights }) => schemeWeights);
  const set = useTwin(({ setSchemes }) => setSchemes);
  return (
    <input
      type="number"
      min={0}
      max={10}
      step={1}
      aria-label={label}
      value={weights[id] ?? 0}
      onChange={({ currentTarget }) => {
        const next = currentTarget.valueAsNumber;
        if (next >= 0 && next <= 10) set({ schemeWeights: { ...weights, [id]: next } });
      }}
    />
  );
}

/** Where another scheme would be first. */
function Bearing({ card }: { card: Scorecard }) {
  const { t, of } = useWords();
  if (card.best === null) return null;
  const turning = card.sensitivity.filter(({ turnsBelow, turnsAbove }) => turnsBelow !== null || turnsAbove !== null);
  const textOf = ({ weight, turnsBelow, turnsAbove }: Sensitivity) =>
    [
      turnsBelow === null ? null : t('schemes.turnsBelow', { at: formatNumber(turnsBelow, 2) }),
      turnsAbove === null ? null : t('schemes.turnsAbove', { at: formatNumber(turnsAbove, 2) }),
      t('schemes.weightNow', { weight: formatNumber(weight, 0) }),
    ]
      .filter((text) => text !== null)
      .join(' · ');
  return (
    <FormSection title={t('schemes.sensitivity')}>
      {turning.length === 0 && <p className="note">{t('schemes.firm')}</p>}
      <ul className="scheme-bearing">
        {turning.map((one) => (
          <li key={one.metric}>
            <b>{of(basisOf(one.metric).label)}</b> <span className="note">{textOf(one)}</span>
          </li>
        ))}
      </ul>
    </FormSection>
  );
}

const WAY_WORDS = { split: 'schemes.beside', curtain: 'schemes.swipe' } as const;

/** Two to four pictures with one camera, or two on one another: which scheme each of them shows. */
function Sides({ schemes }: { schemes: readonly Scheme[] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const nameOf = useViewName();
  const choices = useTwin(({ schemeViews }) => schemeViews);
  const overlay = useTwin(({ schemeOverlay }) => schemeOverlay);
  const mode = useTwin(({ compare }) => compare);
  const count = useTwin(({ compare, viewCount }) => (compare === 'curtain' ? 2 : viewCount));
  const set = useTwin(({ setSchemes }) => setSchemes);
  const options = [
    { value: '', label: t('schemes.today') },
    ...schemes.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const choose = (index: number) => (value: string) =>
    set({ schemeViews: choices.map((choice, i) => (i === index ? value || null : choice)) });
  return (
    <FormSection title={t('schemes.sideBySide')}>
      <ViewCountField />
      {choices.slice(0, count).map((choice, index) => (
        <ChoiceField
          key={`${index + 1}`}
          label={nameOf(index, count)}
          value={choice ?? ''}
          options={options}
          onChange={choose(index)}
        />
      ))}
      <ChoiceField
        label={t('schemes.overlay')}
        value={overlay ?? ''}
        options={[
          { value: '', label: t('schemes.noOverlay') },
          ...schemes.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(value) => set({ schemeOverlay: value || null })}
      />
      <p className="row-head wrap">
        {(['split', 'curtain'] as const).map((way) => (
          <button
            key={way}
            type="button"
            className="btn small"
            aria-pressed={mode === way}
            onClick={() => {
              if (mode === 'off') set({ schemeViews: startingViews(schemes, choices) });
              twin.getState().setCompare(mode === way ? 'off' : way);
            }}
          >
            {t(mode === way ? 'schemes.onePicture' : WAY_WORDS[way])}
          </button>
        ))}
      </p>
    </FormSection>
  );
}

/** What the scheme of each other picture changes of that of the first. */
function Differences() {
  const schemes = useTwin((state) => state.schemes);
  const choices = useTwin(({ schemeViews }) => schemeViews);
  const count = useTwin(({ compare, viewCount }) => (compare === 'split' ? viewCount : 2));
  const [first, ...others] = choices.slice(0, count).map((choice) => schemes.find(({ id }) => id === choice));
  if (!first) return null;
  const compared = new Set(others.filter((scheme) => scheme !== undefined && scheme !== first));
  return [...compared].map((second) => second && <Difference key={second.id} first={first} second={second} />);
}

function Difference({ first, second }: { first: Scheme; second: Scheme }) {
  const { t } = useWords();
  const found = differencesOf(first, second);
  const fieldName = (name: string) => {
    const key = DIFFERENCE_WORDS[name];
    return key ? t(key) : name;
  };
  return (
    <FormSection title={t('schemes.differences', { first: first.name, second: second.name })}>
      {found.length === 0 && <p className="note">{t('schemes.same')}</p>}
      <ul className="scheme-differences">
        {found.map(({ parcel, kind, fields }) => (
          <li key={`${kind} ${parcel}`}>
            <b>{parcel}</b> {kind !== 'changed' && <span className="note">{t(`schemes.${kind}`)}</span>}
            {fields.map(({ name, first: was, second: is }) => (
              <p className="note" key={name}>
                {name === 'ring' || name === 'line'
                  ? t(name === 'ring' ? 'schemes.otherRing' : 'schemes.otherLine')
                  : `${fieldName(name)}：${wordOf(t, was)} → ${wordOf(t, is)}`}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </FormSection>
  );
}

type Words = ReturnType<typeof useWords>['t'];

const DIFFERENCE_WORDS: Readonly<Record<string, WordKey>> = {
  typology: 'schemes.typology',
  use: 'schemes.use',
  code: 'schemes.code',
  far: 'schemes.far',
  densityMaxPct: 'schemes.density',
  heightMaxM: 'schemes.height',
  greenMinPct: 'schemes.green',
  street: 'schemes.setback_street',
  side: 'schemes.setback_side',
  rear: 'schemes.setback_rear',
  storeyM: 'schemes.storey',
  depthM: 'schemes.depth',
  gapM: 'schemes.gap',
  spacingRatio: 'schemes.spacing',
  rows: 'schemes.rows',
  podiumStoreys: 'schemes.podiumStoreys',
  edges: 'schemes.edgeClasses',
  volumes: 'schemes.volumesWord',
  ground: 'schemes.ground',
  basement: 'schemes.basement',
  roadClass: 'schemes.roadClass',
  roadWidth: 'schemes.roadWidth',
};

const VALUE_WORDS: Readonly<Record<string, WordKey>> = {
  slab: 'schemes.slab',
  tower: 'schemes.tower',
  podium: 'schemes.podium',
  residential: 'schemes.use_residential',
  commercial: 'schemes.use_commercial',
  public: 'schemes.use_public',
  industrial: 'schemes.use_industrial',
  edge: 'schemes.rows_edge',
  south: 'schemes.rows_south',
  street: 'schemes.edge_street',
  side: 'schemes.edge_side',
  rear: 'schemes.edge_rear',
  kept: 'schemes.ground_kept',
  level: 'schemes.ground_level',
  plane: 'schemes.ground_plane',
  'no-basement': 'schemes.basement_none',
  'under-buildings': 'schemes.basement_buildings',
  'under-site': 'schemes.basement_site',
  'in-far': 'schemes.basementInFarWord',
  'not-in-far': 'schemes.basementNotInFarWord',
  expressway: 'schemes.road_expressway',
  arterial: 'schemes.road_arterial',
  collector: 'schemes.road_collector',
  local: 'schemes.road_local',
  lane: 'schemes.road_lane',
};

/** Values of a choice in words; edges are several. */
const wordOf = (t: Words, value: string): string =>
  value
    .split(' ')
    .map((part) => (VALUE_WORDS[part] ? String(t(VALUE_WORDS[part])) : part))
    .join(' ');
