import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, Panel } from '../../../kit/controls.tsx';
import { formatNumber, formatTotal, NO_VALUE_MARK, THIN_SPACE, waitText } from '../../../kit/format.ts';
import { saveCsv } from '../../../kit/run-parts.tsx';
import type { TableColumn } from '../../../kit/table/column.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { isRunActive } from '../../../twin/runs.ts';
import { crowdController } from '../controller.ts';
import { leftCsv, peopleCsv } from '../crowd-csv.ts';
import { nameOf } from '../crowd-names.ts';
import { type CrowdNow, formatRunClock, useCrowdNow } from '../crowd-time.ts';
import { CALIBRATED_PER_M2, densestOf } from '../crowd-vitals.ts';
import { CROWD_CLASSES, type CrowdRunFacts, crowdRuns } from '../slice.ts';
import { Ensemble } from './ensembles.tsx';

/** 指挥, right, while a crowd's run is shown: how fast they get out, who does not, and the person that was clicked. */
export function CrowdResults() {
  const { t } = useWords();
  const now = useCrowdNow();
  const compared = useTwin((state) => {
    const { list, comparedId } = crowdRuns(state);
    return list.find(({ id }) => id === comparedId) ?? null;
  });
  if (!now) return null;
  const { run, record } = now;
  return (
    <Panel
      title={t('crowd.results')}
      note={run.name}
      actions={<span className="tag run">{t('run.simulated')}</span>}
      className="dock grows impact crowd-results"
      footer={record.end && <Export now={now} />}
    >
      <Person now={now} />
      <Curve now={now} compared={compared} />
      <Clearance shown={run} compared={compared} />
      <Signed run={run} seed={record.scenario.seed} />
      <Densest now={now} />
      <Ways now={now} />
      <Remained run={run} />
      <Counters now={now} />
      {!run.facts && <EmptyState icon="list">{t('crowd.later')}</EmptyState>}
    </Panel>
  );
}

/** The results where the right dock is. */
export function ResultsDock() {
  return (
    <div className="dock-stack">
      <CrowdResults />
    </div>
  );
}

/** How many had left by when; the compared run's dotted. */
function Curve({ now, compared }: { now: CrowdNow; compared: CrowdRunFacts | null }) {
  const { t, language } = useWords();
  const crowd = useController(crowdController);
  const { run, record, timeS, frame } = now;
  const { left, inside, lost, upstairs } = record.frames[frame];
  const other = compared && crowd.record(compared.id);
  const lastS = Math.max(1, run.timesS.at(-1) ?? 0, compared?.timesS.at(-1) ?? 0);
  const most = Math.max(1, run.people, compared?.people ?? 0);
  const points = (frames: readonly { timeS: number; left: number }[]) =>
    frames.map((each) => `${(each.timeS / lastS) * 100},${40 - (each.left / most) * 38}`).join(' ');
  return (
    <figure className="curve">
      <figcaption>
        {lost > 0 && <Figure label={t('crowd.swept')} value={formatTotal(lost, language)} isDanger />}
        <Figure label={t('crowd.left')} value={formatTotal(left, language)} />
        <Figure label={t('crowd.inside')} value={formatTotal(inside, language)} />
        {upstairs > 0 && <Figure label={t('crowd.upstairs')} value={formatTotal(upstairs, language)} />}
        <Figure label={t('crowd.elapsed')} value={formatRunClock(timeS)} />
      </figcaption>
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={t('crowd.curve')}>
        {other && <polyline className="other" points={points(other.frames)} />}
        <polyline points={points(record.frames)} />
        <line x1={(timeS / lastS) * 100} x2={(timeS / lastS) * 100} y1={0} y2={40} />
      </svg>
      <p className="note ends">
        <span>{formatRunClock(0)}</span>
        <span>{t('crowd.curve')}</span>
        <span>{formatRunClock(lastS)}</span>
      </p>
    </figure>
  );
}

function Figure({ label, value, isDanger }: { label: string; value: string; isDanger?: boolean }) {
  return (
    <span className={isDanger ? 'danger' : undefined}>
      {label}
      <b>{value}</b>
    </span>
  );
}

const timeText = (seconds: number | null | undefined) =>
  seconds === null || seconds === undefined ? NO_VALUE_MARK : formatRunClock(seconds);

/** One column a run. */
function Clearance({ shown, compared }: { shown: CrowdRunFacts; compared: CrowdRunFacts | null }) {
  const { t, language } = useWords();
  if (!shown.facts) return null;
  const columns = compared ? [shown, compared] : [shown];
  const sum = (people: number | undefined) => formatTotal(people ?? 0, language);
  const some = (people: (facts: NonNullable<CrowdRunFacts['facts']>) => number | object | null | undefined) =>
    columns.some(({ facts }) => facts && people(facts));
  const figures: { label: string; of: (run: CrowdRunFacts) => string; isDanger?: boolean }[] = [
    { label: t('crowd.cleared', { percent: 50 }), of: ({ facts }) => timeText(facts?.clearance50S) },
    { label: t('crowd.cleared', { percent: 95 }), of: ({ facts }) => timeText(facts?.clearance95S) },
    { label: t('crowd.cleared', { percent: 100 }), of: ({ facts }) => timeText(facts?.clearance100S) },
    {
      label: t('crowd.outOf'),
      of: ({ facts, people }) =>
        facts ? `${formatTotal(facts.left, language)} / ${formatTotal(people, language)}` : NO_VALUE_MARK,
    },
    { label: t('crowd.travel'), of: ({ facts }) => seconds(facts?.meanTravelS) },
    { label: t('crowd.queue'), of: ({ facts }) => seconds(facts?.meanQueueS) },
  ];
  if (some(({ remained }) => remained.swept))
    figures.push({ label: t('crowd.swept'), of: ({ facts }) => sum(facts?.remained.swept), isDanger: true });
  if (some(({ remained }) => remained.upstairs))
    figures.push({ label: t('crowd.upstairs'), of: ({ facts }) => sum(facts?.remained.upstairs) });
  if (some(({ water }) => water))
    figures.push({ label: t('crowd.waded'), of: ({ facts }) => sum(facts?.water?.waded) });
  return (
    <section className="part">
      <Table
        isFixed
        hasNoHead={!compared}
        label={t('crowd.outOf')}
        rows={figures}
        rowKey={({ label }) => label}
        columns={[
          { head: '', cell: ({ label }) => label },
          ...columns.map(
            (run): TableColumn<(typeof figures)[number]> => ({
              head: run.name,
              cell: ({ of }) => of(run),
              align: 'end',
              isMain: true,
              classOf: ({ isDanger }) => (isDanger ? 'danger' : undefined),
            }),
          ),
        ]}
      />
    </section>
  );
}

/** Times that may be signed: of many seeds; those of one run are not. */
function Signed({ run, seed }: { run: CrowdRunFacts; seed: number }) {
  const { t } = useWords();
  const crowd = useController(crowdController);
  const seeds = useTwin((state) => state.crowdSeeds);
  const ensemble = useTwin((state) => state.crowdEnsembles.findLast(({ runId }) => runId === run.id) ?? null);
  const isBusy = useTwin((state) => state.crowdEnsembles.some(({ status }) => isRunActive(status)));
  if (!run.facts || run.facts.jams.length > 0) return null;
  return (
    <section className="part">
      <h3>{t('crowd.signed')}</h3>
      {ensemble && <Ensemble ensemble={ensemble} />}
      {!ensemble && (
        <>
          <p className="note">{t('crowd.signedOnce', { seed, seeds })}</p>
          {run.wallS !== null && <p className="note">{t('crowd.signedIn', { wait: waitText(run.wallS * seeds) })}</p>}
          <div className="actions">
            <button type="button" className="btn small" disabled={isBusy} onClick={() => crowd.signRun(run.id)}>
              {t('crowd.ensemble.start', { seeds })}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

/** Where people stood closest till now; that the model was calibrated for less is said where it is so. */
function Densest({ now: { record } }: { now: CrowdNow }) {
  const { t } = useWords();
  const { perM2, timeS } = densestOf(record.frames);
  if (perM2 <= CALIBRATED_PER_M2) return null;
  const limit = formatNumber(CALIBRATED_PER_M2, 1);
  return (
    <p className="note beyond">
      {t('crowd.beyond', { density: formatNumber(perM2, 1), time: formatRunClock(timeS), limit })}
    </p>
  );
}

function seconds(value: number | null | undefined): string {
  return value === null || value === undefined ? NO_VALUE_MARK : `${formatNumber(value)}${THIN_SPACE}s`;
}

function exitName(
  { scenario: { exits } }: CrowdNow['record'],
  id: string,
  of: ReturnType<typeof useWords>['of'],
): string {
  return nameOf(exits.find((exit) => exit.id === id) ?? { id }, exits, of);
}

/** By which way they left: bars, the busiest first. */
function Ways({ now: { run, record } }: { now: CrowdNow }) {
  const { t, of, language } = useWords();
  const ways = Object.entries(run.facts?.byExit ?? {}).sort(([, a], [, b]) => b - a);
  if (ways.length === 0) return null;
  return (
    <section className="part">
      <h3>{t('crowd.byExit')}</h3>
      <ul className="bars">
        {ways.map(([id, count]) => (
          <li key={id}>
            <span>{exitName(record, id, of)}</span>
            <i style={{ width: `${(100 * count) / ways[0][1]}%` }} />
            <b>{formatTotal(count, language)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The gravest first. */
const REASONS = [
  'swept',
  'incapacitated',
  'noWay',
  'jammed',
  'held',
  'queueing',
  'onTheWay',
  'notStarted',
  'notEntered',
  'upstairs',
] as const;
type RemainedReason = (typeof REASONS)[number];
const rankOf = (reason: string): number => REASONS.indexOf(reason as RemainedReason);

/** The city's own ground is the floor of this name in every case. */
const GROUND_FLOOR = 'ground';

function Remained({ run }: { run: CrowdRunFacts }) {
  const { t, language } = useWords();
  const remained = Object.entries(run.facts?.remained ?? {}).sort(([a], [b]) => rankOf(a) - rankOf(b));
  if (remained.length === 0) return null;
  const jams = run.facts?.jams ?? [];
  return (
    <section className="part">
      <h3>{t('crowd.remained')}</h3>
      {jams.length > 0 && (
        <p className="note beyond">
          {t('crowd.jammed', {
            people: formatTotal(run.facts?.remained.jammed ?? 0, language),
            most: formatTotal(jams[0].people, language),
            floor: jams[0].floor === GROUND_FLOOR ? t('crowd.groundFloor') : jams[0].floor,
            east: formatNumber(jams[0].eastM),
            north: formatNumber(jams[0].northM),
          })}
        </p>
      )}
      <dl className="keys">
        {remained.map(([reason, count]) => {
          const known = REASONS.find((each) => each === reason);
          return (
            <div key={reason} className={reason === 'swept' || reason === 'jammed' ? 'danger' : undefined}>
              <dt>{known ? t(`crowd.reasons.${known}`) : reason}</dt>
              <dd>{formatTotal(count, language)}</dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** Shows how many people crossed a counter by when: forward full, backward dotted, each in sum. */
function Counters({ now: { run, record, timeS } }: { now: CrowdNow }) {
  const { t } = useWords();
  const counters = Object.entries(run.facts?.counters ?? {});
  if (counters.length === 0) return null;
  const lastS = Math.max(1, run.timesS.at(-1) ?? 0);
  return (
    <section className="part">
      <h3>{t('crowd.counters')}</h3>
      {counters.map(([id, { forward, backward }]) => {
        const crossed = record.end?.crossings.find((each) => each.id === id);
        const most = Math.max(1, forward, backward);
        const steps = (timesS: readonly number[]) =>
          [
            '0,40',
            ...timesS.map((atS, i) => `${((100 * atS) / lastS).toFixed(2)},${(40 - (38 * (i + 1)) / most).toFixed(2)}`),
            `100,${(40 - (38 * timesS.length) / most).toFixed(2)}`,
          ].join(' ');
        return (
          <figure key={id} className="curve counter">
            <figcaption>
              {id}
              <b>
                {formatNumber(forward)} → · ← {formatNumber(backward)}
              </b>
            </figcaption>
            {crossed && (
              <svg
                viewBox="0 0 100 40"
                preserveAspectRatio="none"
                role="img"
                aria-label={t('crowd.counterCurve', { id })}
              >
                {crossed.backwardS.length > 0 && <polyline className="other" points={steps(crossed.backwardS)} />}
                <polyline points={steps(crossed.forwardS)} />
                <line x1={(100 * timeS) / lastS} x2={(100 * timeS) / lastS} y1={0} y2={40} />
              </svg>
            )}
          </figure>
        );
      })}
    </section>
  );
}

/** One person of the model: nobody real. */
function Person({ now: { record, frame } }: { now: CrowdNow }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const id = useTwin((state) => state.pickedPerson);
  const { ground } = record;
  if (id === null || !ground) return null;
  const { levels, states, speeds, densities, exits } = record.frames[frame];
  const { id: population, profile } = ground.populations[ground.populationOf[id]];
  const isInside = levels[id] !== 255;
  const heads = ground.exits[exits[id]];
  const isKnown = CROWD_CLASSES.find((each) => each === profile);
  const known = isKnown ? t(`crowd.profiles.${isKnown}`) : profile;
  return (
    <section className="part person">
      <p className="row-head">
        <b>{t('crowd.person', { id: id + 1 })}</b>
        <span className="space" />
        <button type="button" className="btn small" onClick={() => twin.getState().pickPerson(null)}>
          {t('common.close')}
        </button>
      </p>
      <dl className="keys">
        <Key word={t('crowd.class')} text={`${known} · ${population}`} />
        <Key
          word={t('crowd.colours.state')}
          text={t(isInside ? `crowd.states.${ground.states[states[id]]}` : 'crowd.gone')}
        />
        <Key word={t('crowd.heads')} text={heads === undefined ? NO_VALUE_MARK : exitName(record, heads, of)} />
        {isInside && (
          <>
            <Key
              word={t('crowd.colours.speed')}
              text={`${formatNumber(speeds[id] * ground.speedStepMps, 2)}${THIN_SPACE}m/s`}
            />
            <Key
              word={t('crowd.colours.density')}
              text={`${formatNumber(densities[id] * ground.densityStepPerM2, 1)}${THIN_SPACE}/m²`}
            />
            <Key word={t('crowd.floor')} text={ground.levels[levels[id]]} />
          </>
        )}
      </dl>
    </section>
  );
}

function Key({ word, text }: { word: string; text: string }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function Export({ now: { run, record } }: { now: CrowdNow }) {
  const { t } = useWords();
  const { end, ground } = record;
  if (!end || !ground) return null;
  return (
    <div className="actions">
      <button type="button" className="btn small" onClick={() => saveCsv(`${run.name} N-t`, leftCsv(end))}>
        {t('crowd.curveCsv')}
      </button>
      <button type="button" className="btn small" onClick={() => saveCsv(run.name, peopleCsv(end, ground))}>
        {t('crowd.peopleCsv')}
      </button>
    </div>
  );
}
