import { useEffect } from 'react';
import { siteNoiseInForce } from '../../../../model/rules/city-rules.ts';
import type { FieldId } from '../../../../model/runs/field.ts';
import { csvOfObjects } from '../../../../model/tables/csv-cell.ts';
import { MIN_PER_DAY } from '../../../../model/time.ts';
import { wallMinOf } from '../../../../model/wall-clock.ts';
import type { FacadeRow } from '../../../../workers/construction/review/review.ts';
import { useApp, useController, usePanels, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, Segmented } from '../../../kit/controls.tsx';
import { formatNumber, formatTotal, NO_VALUE_MARK } from '../../../kit/format.ts';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { saveCsv } from '../../../kit/run-parts.tsx';
import type { TableColumn } from '../../../kit/table/column.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { deskFor } from '../../../twin/appearance.ts';
import { CASE_SOURCE, LANES_FIELD, PIT_FIELD } from '../build-fields.ts';
import { buildController } from '../controller.ts';
import { planDate, planName } from '../plan-text.ts';
import type { SiteDay, SiteReport } from '../review-controller.ts';
import { CHART_WIDTH } from './chart-width.ts';
import { TaskState } from './task.tsx';

/** What the site does to its neighbours by day: soil, trucks, lanes, noise; of the plan or of a scenario. */
export function EffectPart() {
  const { t } = useWords();
  const { build } = useController(buildController);
  const task = useTwin((state) => state.effect);
  const hasCase = useTwin((state) => state.hasCase);
  const scenario = useTwin((state) => state.effectScenario);
  const report = task.kind === 'done' ? build.review.report() : null;
  return (
    <div className="review-part">
      <TaskState task={task} label={t('effect.computing')} />
      {task.kind === 'idle' && hasCase && (
        <div className="review-actions">
          <button type="button" className="btn primary" onClick={() => void build.review.showEffect(scenario)}>
            {t('effect.compute')}
          </button>
        </div>
      )}
      {(!hasCase || (task.kind === 'done' && !report)) && <EmptyState icon="truck">{t('effect.none')}</EmptyState>}
      {report && <Report report={report} />}
    </div>
  );
}

function Report({ report }: { report: SiteReport }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const scenario = useTwin((state) => state.effectScenario);
  const day = useTwin(({ shownTimeMs }) => Math.floor(wallMinOf(shownTimeMs, twin.city.zone) / MIN_PER_DAY));
  const title = scenario === null ? null : build.review.scenarioTitle(scenario);
  const today = report.days.find((one) => one.day === day) ?? null;
  return (
    <>
      <p className="review-note">
        <span className="tag run">{t('build.simulated')}</span> {title ? of(title) : t('whatIf.base')} ·{' '}
        {t('effect.byLogic')}
      </p>
      <dl className="effect-sums">
        <Sum term={t('effect.cut')} value={formatTotal(Math.round(report.cutM3), language)} unit="m³" />
        <Sum term={t('effect.trips')} value={formatTotal(report.trips, language)} unit={t('effect.tripUnit')} />
        <Sum
          term={t('effect.noiseDays')}
          value={formatTotal(report.residentDays.noise, language)}
          unit={t('effect.residentDays')}
        />
        <Sum
          term={t('effect.closedDays')}
          value={formatTotal(report.residentDays.closures, language)}
          unit={t('effect.residentDays')}
        />
      </dl>
      <p className="note effect-unit">{t('effect.unitWhy')}</p>
      <Curves report={report} day={day} />
      <Today today={today} day={day} />
      <Noise day={day} />
      <Handover today={today} />
      <p className="row-head review-actions">
        <span className="space" />
        <button
          type="button"
          className="btn small"
          onClick={() => saveCsv('site-days', csvOfObjects(report.days.map(flat), '\r\n'))}
        >
          {t('run.csv')}
        </button>
      </p>
    </>
  );
}

const flat = ({ day, closures, pits, noise, ...rest }: SiteDay) => ({
  date: new Date(day * MIN_PER_DAY * 60_000).toISOString().slice(0, 10),
  ...rest,
  lanesClosed: closures.reduce((sum, { lanes }) => sum + lanes, 0),
  footwaysClosed: closures.filter(({ footway }) => footway).length,
  deepestPitM: pits.length === 0 ? '' : Math.min(...pits.map(({ levelM }) => levelM)),
  facade: noise?.facade ?? '',
  dayDb: noise?.dayDb ?? '',
  nightDb: noise?.nightDb ?? '',
});

function Sum({ term, value, unit }: { term: string; value: string; unit: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {value} <span className="unit">{unit}</span>
      </dd>
    </div>
  );
}

const BAND_PX = 34;
const CURVES = ['trips', 'lanes', 'loud'] as const;
const amountOf: Record<(typeof CURVES)[number], (day: SiteDay) => number> = {
  trips: ({ trips }) => trips,
  lanes: ({ closures }) => closures.reduce((sum, { lanes }) => sum + lanes, 0),
  loud: ({ loudResidents }) => loudResidents,
};

/** Three bands on one axis of days; the clock is a line through each. Words stand beside the pictures, so that all are of one size. */
function Curves({ report: { days }, day }: { report: SiteReport; day: number }) {
  const { t, language } = useWords();
  if (days.length === 0) return null;
  const first = days[0].day;
  const last = days[days.length - 1].day;
  return (
    <section className="effect-curves" aria-label={t('effect.chart')}>
      {CURVES.map((curve) => (
        <Curve key={curve} {...{ curve, days, first, last, day }} />
      ))}
      <p className="row-head note">
        <span>{planDate(first * MIN_PER_DAY, language)}</span>
        <span className="space" />
        <span>{planDate(last * MIN_PER_DAY, language)}</span>
      </p>
    </section>
  );
}

function Curve({
  curve,
  days,
  first,
  last,
  day,
}: {
  curve: (typeof CURVES)[number];
  days: readonly SiteDay[];
  first: number;
  last: number;
  day: number;
}) {
  const { t } = useWords();
  const across = (at: number) => ((at - first) / Math.max(1, last - first)) * CHART_WIDTH;
  const most = days.reduce((top, one) => Math.max(top, amountOf[curve](one)), 0);
  const up = (one: SiteDay) => BAND_PX - (most === 0 ? 0 : (amountOf[curve](one) / most) * BAND_PX);
  const steps = days.map((one) => `V${up(one).toFixed(1)}H${across(one.day + 1).toFixed(1)}`).join('');
  return (
    <div className={curve}>
      <p className="row-head note">
        <span>{t(`effect.curve_${curve}`)}</span>
        <span className="space" />
        <span>{t('effect.curveMost', { most: formatNumber(most) })}</span>
      </p>
      <svg viewBox={`0 0 ${CHART_WIDTH} ${BAND_PX}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 ${BAND_PX}${steps}V${BAND_PX}Z`} />
        {day >= first && day <= last && <line x1={across(day)} x2={across(day)} y1={0} y2={BAND_PX} />}
      </svg>
    </div>
  );
}

function Today({ today, day }: { today: SiteDay | null; day: number }) {
  const { t, language } = useWords();
  const deepest = today && today.pits.length > 0 ? Math.min(...today.pits.map(({ levelM }) => levelM)) : null;
  return (
    <section className="effect-day">
      <h3>{planDate(day * MIN_PER_DAY, language)}</h3>
      {today === null ? (
        <p className="note">{t('effect.nothingToday')}</p>
      ) : (
        <dl>
          <Sum term={t('effect.cut')} value={formatNumber(today.cutM3)} unit="m³" />
          <Sum term={t('effect.trips')} value={formatNumber(today.trips)} unit={t('effect.tripUnit')} />
          <Sum
            term={t('effect.pitFloor')}
            value={deepest === null ? NO_VALUE_MARK : formatNumber(deepest, 2)}
            unit="m"
          />
        </dl>
      )}
      {today?.closures.map(({ id, street, lanes, footway }) => (
        <p key={id} className="note">
          {t(footway ? 'effect.closedBoth' : 'effect.closedLanes', {
            street: planName(street, language),
            count: lanes,
          })}
        </p>
      ))}
    </section>
  );
}

const PERIODS = ['off', 'day', 'night'] as const;

/** Levels at homes on the clock's day against the limits; the map wears them in classes of 5 dB. */
function Noise({ day }: { day: number }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const shown = useTwin((state) => state.noiseShown);
  const scenario = useTwin((state) => state.effectScenario);
  const limits = build.review.limits();
  const records = useTwin((state) => state.ruleRecords);
  const noise = JSON.stringify(siteNoiseInForce(records));
  const queryState = useQuery(`${day} ${scenario} ${shown} ${noise}`, () => build.review.facades());
  useEffect(
    () => () => {
      if (twin.getState().noiseShown !== null) twin.getState().setReview({ noiseShown: null, marks: [] });
    },
    [twin],
  );
  const show = (period: (typeof PERIODS)[number]) =>
    twin.getState().setReview(period === 'off' ? { noiseShown: null, marks: [] } : { noiseShown: period });
  if (!limits) return null;
  const homes =
    queryState.kind === 'answered'
      ? queryState.answer
          .filter(({ dayDb, nightDb }) => Number.isFinite(dayDb) || Number.isFinite(nightDb))
          .toSorted((a, b) => b.overDb - a.overDb)
      : [];
  const over = homes.filter(({ overDb }) => overDb > 0);
  return (
    <section className="effect-noise">
      <div className="row-head">
        <h3>{t('effect.noise')}</h3>
        <span className="space" />
        <Segmented
          small
          label={t('effect.onMap')}
          value={shown ?? 'off'}
          options={PERIODS.map((value) => ({ value, label: t(`effect.${value}`) }))}
          onChange={show}
        />
      </div>
      <p className="note">
        {t('effect.limits', { day: limits.dayDb, night: limits.nightDb, clause: limits.clause })}{' '}
        <RuleMark standing={{ kind: limits.verified ? 'stated' : 'unconfirmed' }} />
        {' · '}
        {t('effect.over', {
          count: over.length,
          residents: formatNumber(over.reduce((sum, { residents }) => sum + residents, 0)),
        })}
      </p>
      {homes.length > 0 && <Homes homes={homes} limits={limits} />}
    </section>
  );
}

function Homes({ homes, limits }: { homes: readonly FacadeRow[]; limits: { dayDb: number; nightDb: number } }) {
  const { t } = useWords();
  const { twin } = useApp();
  return (
    <Table
      name="homes"
      rows={homes}
      rowKey={({ id }) => id}
      columns={[
        {
          head: t('effect.home'),
          value: ({ id }) => id,
          cell: ({ id }) => (
            <button type="button" className="link" onClick={() => twin.setState({ selectedGid: null, selectedId: id })}>
              {id}
            </button>
          ),
        },
        levelColumn(t('effect.day'), ({ dayDb }) => dayDb, limits.dayDb),
        levelColumn(t('effect.night'), ({ nightDb }) => nightDb, limits.nightDb),
        { head: t('effect.residents'), value: ({ residents }) => residents },
      ]}
    />
  );
}

function levelColumn(head: string, db: (home: FacadeRow) => number, limitDb: number): TableColumn<FacadeRow> {
  const isOver = (home: FacadeRow) => db(home) > limitDb;
  return {
    head,
    value: db,
    digits: 1,
    cell: (home) => (
      <>
        {formatNumber(db(home), 1)}
        {isOver(home) && <span aria-hidden="true"> ▲</span>}
      </>
    ),
    classOf: (home) => (isOver(home) ? 'over' : undefined),
  };
}

/** Closed footways and the pit of the day, to whichever tools take such fields. */
function Handover({ today }: { today: SiteDay | null }) {
  const { t } = useWords();
  const { build } = useController(buildController);
  if (!today) return null;
  const closed = build.review
    .closures()
    .some(({ id, footway, ring }) => footway && ring && today.closures.some((one) => one.id === id));
  return (
    <div className="review-actions">
      {closed && <HandButton field={LANES_FIELD.id} label={t('effect.simulateDetour')} />}
      {today.pits.length > 0 && <HandButton field={PIT_FIELD.id} label={t('effect.usePit')} />}
    </div>
  );
}

function HandButton({ field, label }: { field: FieldId; label: string }) {
  const { t } = useWords();
  const { fields, twin } = useApp();
  const openTool = usePanels((state) => state.openTool);
  const notify = usePanels((state) => state.notify);
  const hand = () =>
    fields.hand(field, CASE_SOURCE).then(
      ([tool]) => {
        if (tool === undefined) return;
        const desk = deskFor(twin.getState(), 'runs');
        if (desk !== null) twin.getState().openDesk(desk);
        openTool(tool);
        notify(t('effect.handed'));
      },
      (error) => console.warn(field, error),
    );
  return (
    <button type="button" className="btn small" onClick={() => void hand()}>
      {label}
    </button>
  );
}
