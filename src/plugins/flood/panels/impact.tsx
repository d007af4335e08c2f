import { memo, type ReactNode, useMemo, useState } from 'react';
import { useApp } from '../../../kit/app-context.tsx';
import { EmptyState, Panel, Segmented, Tabs } from '../../../kit/controls.tsx';
import { formatNumber, formatTotal, NO_VALUE_MARK, THIN_SPACE } from '../../../kit/format.ts';
import { saveCsv } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { impactCsv, totalsCsv } from '../flood-csv.ts';
import { between, elapsedText, exposedOf, type FloodNow, useFloodNow } from '../flood-time.ts';
import type { ClosedRoad, Goer, Impact, Span, Totals, WetBuilding, WetEntrance } from '../run-controller.ts';

/** Rows drawn at once; the file has them all. */
const MAX_ROWS = 200;

const LISTS = ['buildings', 'vital', 'roads', 'entrances'] as const;
type List = (typeof LISTS)[number];

/** `worst`: as the run tells them (deepest inside by most residents on wet storeys; longest closed first); else deepest, or earliest. */
const ORDERS = ['worst', 'deepest', 'first'] as const;
type Order = (typeof ORDERS)[number];

function inOrder<T>(
  things: readonly T[],
  order: Order,
  depthM: (thing: T) => number,
  fromS: (thing: T) => number,
): T[] {
  if (order === 'deepest') return [...things].sort((a, b) => depthM(b) - depthM(a));
  return order === 'first' ? [...things].sort((a, b) => fromS(a) - fromS(b)) : [...things];
}

const firstS = (...spans: readonly (readonly Span[])[]): number =>
  Math.min(...spans.flatMap((each) => each.slice(0, 1).map(({ fromS }) => fromS)));

/** The city's things that a list is of. */
const LIST_OF = { buildings: 'buildings', vital: 'buildings', roads: 'roads', entrances: 'entrances' } as const;

/** 指挥, right, while a run is shown: who is hurt, when and for how long. */
export function FloodImpact() {
  const { t } = useWords();
  const now = useFloodNow();
  const [list, setList] = useState<List>('buildings');
  const [order, setOrder] = useState<Order>('worst');
  if (!now) return null;
  const impact = now.record.end?.impact ?? null;
  const exposed = exposedOf(now);
  const amount = { buildings: 0, vital: 0, roads: 0, entrances: 0 };
  if (impact) {
    amount.buildings = impact.buildings.length;
    amount.vital = impact.buildings.filter(({ vital }) => vital !== null).length;
    amount.roads = impact.roads.length;
    amount.entrances = impact.entrances.length;
  }
  const noteOf = (value: List) => (exposed?.[LIST_OF[value]] === false ? NO_VALUE_MARK : formatNumber(amount[value]));
  return (
    <Panel
      title={t('flood.impact')}
      note={now.run.name}
      actions={<span className="tag run">{t('run.simulated')}</span>}
      className="dock grows impact"
      footer={impact && <Export impact={impact} now={now} />}
    >
      <Charts now={now} />
      {impact ? (
        <>
          <Tabs
            label={t('flood.impact')}
            value={list}
            options={LISTS.map((value) => ({
              value,
              label: t(`flood.lists.${value}`),
              note: noteOf(value),
            }))}
            onChange={setList}
          />
          <p className="note rule">{t(`flood.rules.${list}`)}</p>
          <Segmented
            small
            label={t('flood.order')}
            value={order}
            options={ORDERS.map((value) => ({ value, label: t(`flood.orders.${value}`) }))}
            onChange={setOrder}
          />
          <Rows list={list} order={order} impact={impact} now={now} />
          {list === 'entrances' && impact.garages !== undefined && (
            <p className="note rule">
              {impact.garages > 0 ? t('flood.garages', { amount: impact.garages }) : t('flood.noGarages')}
            </p>
          )}
        </>
      ) : (
        <EmptyState icon="list">{t('flood.impactLater')}</EmptyState>
      )}
    </Panel>
  );
}

/** The list where the right dock is. */
export function ImpactDock() {
  return (
    <div className="dock-stack">
      <FloodImpact />
    </div>
  );
}

function Rows({ list, order, impact, now }: { list: List; order: Order; impact: Impact; now: FloodNow }) {
  const { t } = useWords();
  const exposed = exposedOf(now);
  const { timeS } = now;
  const sorted = useMemo(() => sortedBy(impact, order), [impact, order]);
  const rows =
    list === 'roads'
      ? sorted.roads.map((road) => <Road key={road.id} road={road} closedNow={closedTo(road, timeS)} />)
      : list === 'entrances'
        ? sorted.entrances.map((each) => <Entrance key={each.id} entrance={each} isNow={isIn(each.spans, timeS)} />)
        : sorted.buildings
            .filter(({ vital }) => list === 'buildings' || vital !== null)
            .map((building) => <House key={building.id} building={building} isNow={isIn(building.spans, timeS)} />);
  if (exposed?.[LIST_OF[list]] === false)
    return <EmptyState icon="list">{t(`flood.noData.${LIST_OF[list]}`)}</EmptyState>;
  if (rows.length === 0) return <EmptyState icon="check">{t('flood.none')}</EmptyState>;
  return (
    <ul className="impact-rows">
      {rows.slice(0, MAX_ROWS)}
      {rows.length > MAX_ROWS && (
        <li className="note more">{t('flood.more', { amount: formatNumber(rows.length - MAX_ROWS) })}</li>
      )}
    </ul>
  );
}

const sortedBy = ({ buildings, roads, entrances }: Impact, order: Order): Omit<Impact, 'totals'> => ({
  buildings: inOrder(
    buildings,
    order,
    ({ insideM }) => insideM,
    ({ spans }) => firstS(spans),
  ),
  roads: inOrder(
    roads,
    order,
    ({ depthM }) => depthM,
    ({ closed }) => firstS(...CLOSURE_COLUMNS.map((trafficClass) => closed[trafficClass])),
  ),
  entrances: inOrder(
    entrances,
    order,
    ({ overSillM }) => overSillM,
    ({ spans }) => firstS(spans),
  ),
});

/** Selects the object, and flies there. */
function FormRow({ id, name, metres, children }: { id: string; name: string; metres: number; children: ReactNode }) {
  const { t } = useWords();
  const { twin, catalogue, view, panels } = useApp();
  const go = async () => {
    const gid = await catalogue.gidOf(id);
    const described = gid === null ? null : await catalogue.describe(gid);
    if (!described) {
      panels.getState().notify(t('flood.unknown', { id }));
      return;
    }
    twin.getState().select(described.gid);
    view.flyToPlace(described.place);
  };
  return (
    <li>
      <button type="button" onClick={() => void go()}>
        <b>{name}</b>
        <span className="figure">
          {formatNumber(metres, 2)}
          <span className="unit">{THIN_SPACE}m</span>
        </span>
        {children}
      </button>
    </li>
  );
}

const isIn = (spans: readonly Span[], timeS: number) =>
  spans.some(({ fromS, toS }) => fromS <= timeS && (toS === null || timeS < toS));

const CLOSURE_COLUMNS: readonly Goer[] = ['walkers', 'cars', 'fireEngines'];

/** Names of those that it is closed to, as one text: a row is drawn anew only when it changes. */
const closedTo = ({ closed }: ClosedRoad, timeS: number): string =>
  CLOSURE_COLUMNS.filter((trafficClass) => isIn(closed[trafficClass], timeS)).join(' ');

function SpanText({ spans, isNow }: { spans: readonly Span[]; isNow: boolean }) {
  const { t } = useWords();
  const [first] = spans;
  if (!first) return null;
  const { toS } = spans[spans.length - 1];
  return (
    <span className={isNow ? 'span now' : 'span'}>
      {toS === null
        ? t('flood.from', { from: elapsedText(first.fromS) })
        : `${elapsedText(first.fromS)}–${elapsedText(toS)}`}
    </span>
  );
}

const House = memo(function House({ building, isNow }: { building: WetBuilding; isNow: boolean }) {
  const { t, of } = useWords();
  const { id, name, vital, dwellings, residents, wetDwellings, wetResidents, insideM, spans } = building;
  return (
    <FormRow id={id} name={of(name)} metres={insideM}>
      <span className="note">
        {vital && `${t(`flood.vital.${vital}`)} · `}
        {residents > 0
          ? t('flood.people', {
              wetDwellings: formatNumber(wetDwellings),
              wetResidents: formatNumber(wetResidents),
              dwellings: formatNumber(dwellings),
              residents: formatNumber(residents),
            })
          : t('flood.noPeople')}
      </span>
      <SpanText spans={spans} isNow={isNow} />
    </FormRow>
  );
});

const Road = memo(function Road({ road, closedNow }: { road: ClosedRoad; closedNow: string }) {
  const { t, of } = useWords();
  const { id, name, depthM, closed } = road;
  return (
    <FormRow id={id} name={of(name)} metres={depthM}>
      <span className="note mono">{id}</span>
      <span className="goers">
        {CLOSURE_COLUMNS.filter((trafficClass) => closed[trafficClass].length > 0).map((trafficClass) => (
          <span key={trafficClass}>
            <span className="note">{t(`flood.goers.${trafficClass}`)}</span>
            <SpanText spans={closed[trafficClass]} isNow={closedNow.includes(trafficClass)} />
          </span>
        ))}
      </span>
    </FormRow>
  );
});

const Entrance = memo(function Entrance({ entrance, isNow }: { entrance: WetEntrance; isNow: boolean }) {
  const { t, of } = useWords();
  const { id, name, overSillM, spans, isGarage } = entrance;
  return (
    <FormRow id={id} name={of(name)} metres={overSillM}>
      <span className="note">
        {isGarage && `${t('flood.garage')} · `}
        {t('flood.overSill')}
      </span>
      <SpanText spans={spans} isNow={isNow} />
    </FormRow>
  );
});

const CHARTS = [
  { word: 'dwellings', needs: 'dwellings', of: (totals: Totals) => totals.wetDwellings },
  { word: 'wetResidents', needs: 'residents', of: (totals: Totals) => totals.wetResidents },
  { word: 'residents', needs: 'residents', of: (totals: Totals) => totals.residents },
  { word: 'roads', needs: 'roads', of: (totals: Totals) => totals.closed.cars },
  { word: 'entrances', needs: 'entrances', of: (totals: Totals) => totals.entrances },
] as const;

/** Totals over the run, at the shown time in figures. */
function Charts({ now }: { now: FloodNow }) {
  const { t, language } = useWords();
  const { totals } = now.record;
  const exposed = exposedOf(now);
  return (
    <div className="charts">
      {CHARTS.map(({ word, needs, of }) => {
        if (exposed?.[needs] === false)
          return (
            <figure key={word}>
              <figcaption>
                <span>{t(`flood.charts.${word}`)}</span>
                <b>{NO_VALUE_MARK}</b>
                <span className="note">{t(`flood.noData.${needs}`)}</span>
              </figcaption>
            </figure>
          );
        const values = totals.map(of);
        const most = Math.max(1, ...values);
        const endS = Math.max(1, now.run.form.endH * 3600);
        const points = totals.map(({ timeS }, i) => `${(timeS / endS) * 100},${30 - (values[i] / most) * 28}`);
        return (
          <figure key={word}>
            <figcaption>
              <span>{t(`flood.charts.${word}`)}</span>
              <b>{formatTotal(Math.round(between(now, (frame) => values[frame] ?? 0)), language)}</b>
              <span className="note">{t('flood.most', { value: formatTotal(Math.max(0, ...values), language) })}</span>
            </figcaption>
            <svg viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label={t(`flood.charts.${word}`)}>
              <polyline points={points.join(' ')} />
              <line x1={(now.timeS / endS) * 100} x2={(now.timeS / endS) * 100} y1={0} y2={30} />
            </svg>
          </figure>
        );
      })}
    </div>
  );
}

function Export({ impact, now }: { impact: Impact; now: FloodNow }) {
  const { t } = useWords();
  const { run, record } = now;
  return (
    <div className="actions">
      <button type="button" className="btn small" onClick={() => saveCsv(run.name, impactCsv(impact, run.startMs))}>
        {t('run.csv')}
      </button>
      <button
        type="button"
        className="btn small"
        onClick={() =>
          saveCsv(`${run.name} ${t('flood.totals')}`, totalsCsv(record.totals, run.startMs, exposedOf(now)))
        }
      >
        {t('flood.totalsCsv')}
      </button>
    </div>
  );
}
