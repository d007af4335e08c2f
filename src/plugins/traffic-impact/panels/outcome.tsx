import { Fragment } from 'react';
import { LATE_ZONE, type LateZone, LOADED_ROAD, type LoadedRoad } from '../../../../model/tables/traffic.ts';
import type { TrafficResult } from '../../../../workers/traffic/engine-types.ts';
import { AnalysisFoot } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { PeopleUsed } from '../../../kit/people-used.tsx';
import { ReportButtons } from '../../../kit/report-sheet.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { TRAFFIC_IMPACT, trafficImpactController } from '../controller.ts';
import { changeOf, headline, isOneState, isShut, laterMin } from '../outcome.ts';
import { basisOf } from './basis.ts';
import { Counted } from './counted.tsx';
import { useImpactReport } from './impact-report.ts';

/** Rows of a table on screen; the files have all. */
const MAX_ROWS = 20;
/** Around a road or a zone, when it is flown to. */
const AROUND_M = 300;

/** Shows who is late in a sentence, the hour before and after, the fullest roads, the largest changes, and what was inferred. */
export function ImpactOutcome() {
  const { t, of } = useWords();
  const controller = useController(trafficImpactController);
  useTwin((state) => doneSerial(state, TRAFFIC_IMPACT));
  const roadState = useTwin((state) => state.roadState);
  const colours = useTwin(({ impactColours }) => impactColours);
  const set = useTwin(({ setImpact }) => setImpact);
  const reportOf = useImpactReport();
  const result = controller.result();
  if (!result) return null;
  const { request, roads, zones } = result;
  const isStale = JSON.stringify(request.roads) !== JSON.stringify(roadState);
  return (
    <div data-done="impact">
      <p>
        <b>{headline(t, result)}</b>
      </p>
      {isStale && (
        <p className="note" role="status">
          {t('walks.roadsChanged')}
        </p>
      )}
      <Segmented
        small
        label={t('impact.colours')}
        value={colours}
        options={(['change', 'ratio'] as const).map((value) => ({ value, label: t(`impact.colour.${value}`) }))}
        onChange={(impactColours) => set({ impactColours })}
      />
      <Hours result={result} />
      {!isOneState(result) && <Late result={result} />}
      <RoadTable caption={t('impact.fullest')} roads={fullest(roads)} />
      {!isOneState(result) && <RoadTable caption={t('impact.changes')} roads={mostChanged(roads)} />}
      {!isOneState(result) && <ZoneTable zones={latest(zones)} />}
      <Counted counts={result.counts} />
      {basisOf(result, { t, of }).map(({ text, isInferred }) => (
        <p key={text} className="note">
          {isInferred && <span className="tag unsure">{t('common.inferred')}</span>} {text}
        </p>
      ))}
      <p className="note">{t('impact.levels')}</p>
      <p className="note">{t('impact.limits')}</p>
      <InferredFact fact="roads" />
      <PeopleUsed used={result.used} isOfRoles={controller.isOfRoles} />
      <p className="form-actions">
        <ReportButtons make={() => reportOf(result)} />
      </p>
      <AnalysisFoot controller={controller} name="traffic-impact" hash={result.hash} />
    </div>
  );
}

const ratioOf = ({ before, after }: LoadedRoad): number => (after ?? before)?.ratio ?? 0;
const fullest = (roads: readonly LoadedRoad[]): LoadedRoad[] =>
  roads.toSorted((a, b) => ratioOf(b) - ratioOf(a)).slice(0, MAX_ROWS);
const mostChanged = (roads: readonly LoadedRoad[]): LoadedRoad[] =>
  roads
    .filter((road) => !isShut(road))
    .sort((a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a)))
    .slice(0, MAX_ROWS);
const latest = (zones: readonly LateZone[]): LateZone[] =>
  zones.toSorted((a, b) => b.stranded - a.stranded || b.trips * laterMin(b) - a.trips * laterMin(a)).slice(0, MAX_ROWS);

/** The hour before and after, a row a figure. */
function Hours({ result }: { result: TrafficResult }) {
  const { t } = useWords();
  type Totals = TrafficResult['before'];
  const figures: { label: string; of: (totals: Totals) => number; digits: number }[] = [
    { label: t('impact.carHours'), of: ({ carHours }) => carHours, digits: 1 },
    { label: t('impact.meanMin'), of: ({ meanMin }) => meanMin, digits: 2 },
    { label: t('impact.stranded'), of: ({ stranded }) => stranded, digits: 0 },
    { label: t('impact.levelE'), of: ({ levels }) => levels.E, digits: 0 },
    { label: t('impact.levelF'), of: ({ levels }) => levels.F, digits: 0 },
    { label: t('impact.gap'), of: ({ gapRatio }) => 100 * gapRatio, digits: 3 },
  ];
  const text = (totals: Totals, { of, digits }: (typeof figures)[number]) => formatNumber(of(totals), digits);
  return (
    <Table
      isFixed
      rows={figures}
      rowKey={({ label }) => label}
      columns={[
        { head: t('impact.figure'), cell: ({ label }) => label },
        { head: t('impact.before'), cell: (one) => text(result.before, one) },
        { head: t('impact.after'), cell: (one) => text(result.after, one), isMain: true },
      ]}
    />
  );
}

/** How many people are how much later, and what that is by resident. */
function Late({ result }: { result: TrafficResult }) {
  const { t } = useWords();
  const { late, sooner, laterMinPerTrip, laterMinPerResident, laterCarHours, uncertainCarHours } = result;
  return (
    <dl className="facts">
      {late.map(({ overMin, people }) => (
        <Fragment key={overMin}>
          <dt>{t('impact.laterBy', { minutes: overMin })}</dt>
          <dd>{t('impact.people', { people: formatNumber(people) })}</dd>
        </Fragment>
      ))}
      <dt>{t('impact.sooner')}</dt>
      <dd>{t('impact.people', { people: formatNumber(sooner) })}</dd>
      <dt>{t('impact.perTrip')}</dt>
      <dd>{t('impact.minutes', { minutes: formatNumber(laterMinPerTrip, 2) })}</dd>
      <dt>{t('impact.perResident')}</dt>
      <dd>{t('impact.minutes', { minutes: formatNumber(laterMinPerResident, 3) })}</dd>
      <dt>{t('impact.more')}</dt>
      <dd>
        {t('impact.carHoursText', {
          hours: formatNumber(laterCarHours, 1),
          uncertain: formatNumber(uncertainCarHours, 1),
        })}
      </dd>
    </dl>
  );
}

function RoadTable({ caption, roads }: { caption: string; roads: readonly LoadedRoad[] }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const fly = ({ line }: LoadedRoad) => {
    const [eastM, northM] = line[line.length >> 1];
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: AROUND_M });
  };
  return (
    <Table
      caption={caption}
      rows={roads}
      rowKey={({ id }) => id}
      columns={[
        {
          head: t('impact.road'),
          value: ({ name, id }) => of(name) || id,
          cell: (road) => (
            <button type="button" className="link" onClick={() => fly(road)}>
              {of(road.name) || road.id}
            </button>
          ),
        },
        { head: t('impact.cars'), ...LOADED_ROAD.cars_per_h_after },
        { head: t('impact.change'), ...LOADED_ROAD.change_per_h },
        { head: t('impact.ratio'), ...LOADED_ROAD.ratio_after, digits: 2, isMain: true },
        { head: t('impact.level'), value: ({ before, after }) => `${before?.level ?? '–'} → ${after?.level ?? '–'}` },
      ]}
    />
  );
}

function ZoneTable({ zones }: { zones: readonly LateZone[] }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const fly = ({ atM: [eastM, northM] }: LateZone) => view.flyToPlace({ eastM, northM, upM: 0, radiusM: AROUND_M });
  return (
    <Table
      caption={t('impact.latest')}
      rows={zones}
      rowKey={({ column, row }) => `${column} ${row}`}
      columns={[
        {
          head: t('impact.from'),
          value: ({ name }) => of(name),
          cell: (zone) => (
            <button type="button" className="link" onClick={() => fly(zone)}>
              {of(zone.name)}
            </button>
          ),
        },
        { head: t('impact.tripsHere'), ...LATE_ZONE.trips_per_h, digits: 0 },
        { head: t('impact.beforeMin'), ...LATE_ZONE.before_min, digits: 1 },
        { head: t('impact.laterMin'), ...LATE_ZONE.later_min, digits: 1, isMain: true },
        { head: t('impact.withoutWay'), ...LATE_ZONE.without_way, digits: 0 },
      ]}
    />
  );
}
