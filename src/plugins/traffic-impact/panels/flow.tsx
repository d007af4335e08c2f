import { TrafficFlowRequest } from '../../../../model/questions/traffic-flow.ts';
import type { FlowTotals } from '../../../../model/tables/traffic-flow.ts';
import type { FlowResult } from '../../../../workers/traffic/flow/engine-types.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Segmented } from '../../../kit/controls.tsx';
import { FactsList } from '../../../kit/facts-list.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { nextRunName, RunProgress, StatusTag } from '../../../kit/run-parts.tsx';
import { SaveTables } from '../../../kit/table/save-tables.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { FLOW_ENGINE, type FlowRunFacts } from '../../../twin/played-traffic.ts';
import { isRunActive, runsOf } from '../../../twin/runs.ts';
import { trafficImpactController } from '../controller.ts';
import { useFlowNow } from '../flow-now.ts';
import { shownFlow } from '../flow-roads.ts';
import { flowRequestOf } from '../flow-runs.ts';
import { EvacuationOutcome } from './evacuation.tsx';

/** Queues that are listed on screen; the command line has more. */
const MAX_ROWS = 8;
/** Around the end of a queue, when it is flown to. */
const AROUND_M = 250;

/** Plays the vehicles of the same question one by one: how long, how it goes, what is on the road now, and what it came to. */
export function FlowPart({ canRun }: { canRun: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { flow } = useController(trafficImpactController);
  const form = useTwin(({ flowForm }) => flowForm);
  const set = useTwin(({ setFlowForm }) => setFlowForm);
  const runs = useTwin((state) => runsOf<FlowRunFacts>(state, FLOW_ENGINE).list);
  const isBusy = runs.some(({ status }) => isRunActive(status));
  const start = () => {
    const { impactForm, roadState, flowForm } = twin.getState();
    const name = nextRunName(runs, (letter) => t('impact.flow.name', { letter }));
    flow.start(flowRequestOf({ ...impactForm, roads: roadState }, flowForm), name);
  };
  return (
    <FormSection title={t('impact.flow.title')}>
      <p className="note">{t('impact.flow.about')}</p>
      <Fields of={TrafficFlowRequest} only={['minutes', 'areaM', 'seed']} value={form} onChange={set} />
      <p className="form-actions">
        <button type="button" className="btn primary" disabled={!canRun || isBusy} onClick={start}>
          {t('impact.flow.run')}
        </button>
      </p>
      {runs.toReversed().map((run) => (
        <FlowRun key={run.id} run={run} />
      ))}
      <FlowFigures />
    </FormSection>
  );
}

/** One run: its name shows it, and while it goes on it can be held and stopped. */
function FlowRun({ run }: { run: FlowRunFacts }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { flow } = useController(trafficImpactController);
  const isShown = useTwin((state) => shownFlow(state)?.id === run.id);
  const { status } = run;
  const isPreparing = status.kind === 'running' && run.timesS.length === 0;
  return (
    <div>
      <p className="row-head">
        <button
          type="button"
          className="btn small"
          aria-pressed={isShown}
          onClick={() => twin.getState().showRun(FLOW_ENGINE, isShown ? null : run.id)}
        >
          {run.name}
        </button>
        <StatusTag status={status} />
        <span className="space" />
        <button type="button" className="btn small" onClick={() => flow.drop(run.id)}>
          {t('analysis.clear')}
        </button>
      </p>
      {isPreparing && (
        <>
          <p className="note" role="status">
            {t('impact.flow.preparing')}
          </p>
          <FlowFirst />
        </>
      )}
      <RunProgress run={run} controls={flow} />
      {status.kind === 'failed' && <ErrorNotice what={t('analysis.failed')} reason={status.reason} />}
    </div>
  );
}

/** A static assignment says this of the same trips, while ways with queues are still sought. */
function FlowFirst() {
  const { t, of } = useWords();
  const first = useTwin(({ flowFirst }) => flowFirst);
  if (!first) return null;
  const { trips, before, after } = first;
  return (
    <>
      <p className="note">
        {t('impact.flow.first', { trips: formatNumber(trips), minutes: formatNumber(before.meanMin, 1) })}
        {after &&
          ` ${t('impact.flow.firstAfter', { minutes: formatNumber(after.meanMin, 1), stranded: formatNumber(after.stranded) })}`}
      </p>
      <Table
        caption={t('impact.fullest')}
        rows={(after ?? before).fullest}
        rowKey={({ id }, i) => `${id} ${i}`}
        columns={[
          { head: t('impact.road'), cell: ({ name, id }) => of(name) || id },
          { head: t('impact.ratio'), cell: ({ ratio }) => formatNumber(ratio, 2), isMain: true },
        ]}
      />
    </>
  );
}

/** What the shown run is like now and what it came to, without and with what closes. */
function FlowFigures() {
  const { t } = useWords();
  const { twin } = useApp();
  const { flow } = useController(trafficImpactController);
  const now = useFlowNow();
  if (!now) return null;
  const { run, record, state } = now;
  const { figures } = state;
  const side = (value: string) => {
    const own: Partial<FlowRunFacts> = { side: Number(value) };
    twin.getState().changeRun(FLOW_ENGINE, run.id, { ...own });
  };
  const facts: [string, string][] = [
    [t('impact.flow.driving'), formatNumber(figures.driving)],
    [t('impact.flow.standing'), formatNumber(figures.standing)],
    [t('impact.flow.arrived'), formatNumber(figures.arrived)],
    [t('impact.flow.waiting'), formatNumber(figures.waiting)],
    [t('impact.flow.speed'), `${formatNumber(figures.kmPerH, 1)} km/h`],
  ];
  return (
    <div data-done="flow">
      {record.opening.states.length > 1 && (
        <Segmented
          small
          label={t('impact.flow.side')}
          value={String(run.side)}
          options={record.opening.states.map((name, i) => ({ value: String(i), label: t(`impact.${name}`) }))}
          onChange={side}
        />
      )}
      <FactsList rows={facts} />
      {record.result && <FlowOutcome result={record.result} />}
      {record.result && (
        <SaveTables file={FLOW_ENGINE} label={t('run.csv')} tables={() => flow.tables(run.id)} lineEnd={'\n'} />
      )}
      <p className="note">
        <span className="tag unsure">{t('impact.assumed')}</span>{' '}
        {t(record.result?.evacuation ? 'impact.evac.limits' : 'impact.flow.limits')}
      </p>
    </div>
  );
}

/** What became of the trips, the longest queues, and roads that block each other. */
function FlowOutcome({ result }: { result: FlowResult }) {
  const { t } = useWords();
  const { states, queues, gridlocks, area, trips, signals, evacuation, hash } = result;
  const figures: { label: string; of: (totals: FlowTotals) => number; digits: number }[] = [
    { label: t('impact.flow.trips'), of: (one) => one.trips, digits: 0 },
    { label: t('impact.flow.arrived'), of: ({ arrived }) => arrived, digits: 0 },
    { label: t('impact.flow.driving'), of: ({ driving }) => driving, digits: 0 },
    { label: t('impact.flow.waiting'), of: ({ waiting }) => waiting, digits: 0 },
    { label: t('impact.flow.refused'), of: ({ refused }) => refused, digits: 0 },
    { label: t('impact.meanMin'), of: ({ meanMin }) => meanMin, digits: 1 },
    { label: t('impact.flow.delay'), of: ({ delayMin }) => delayMin, digits: 1 },
    { label: t('impact.flow.meanSpeed'), of: ({ kmPerH }) => kmPerH, digits: 1 },
  ];
  if (evacuation)
    return (
      <>
        <EvacuationOutcome evacuation={evacuation} />
        <Queues queues={queues} />
        <Gridlocks gridlocks={gridlocks} />
        <p className="note">
          {t('impact.flow.signals', { count: signals })} <span className="mono">{hash.slice(0, 12)}</span>
        </p>
      </>
    );
  const columns = states.map((totals, i) => ({
    head: t(`impact.${totals.state}`),
    cell: (one: (typeof figures)[number]) => formatNumber(one.of(totals), one.digits),
    isMain: i === states.length - 1,
  }));
  return (
    <>
      <Table
        isFixed
        rows={figures}
        rowKey={({ label }) => label}
        columns={[{ head: t('impact.figure'), cell: ({ label }) => label }, ...columns]}
      />
      <Search states={states} />
      <Queues queues={queues} />
      <Gridlocks gridlocks={gridlocks} />
      <p className="note">
        {t('impact.flow.played', { played: formatNumber(trips.played), all: formatNumber(trips.all) })}
        {area && ` ${t('impact.flow.within', { radius: formatNumber(area.radiusM) })}`}{' '}
        {t('impact.flow.signals', { count: signals })} <span className="mono">{hash.slice(0, 12)}</span>
      </p>
    </>
  );
}

function Gridlocks({ gridlocks }: Pick<FlowResult, 'gridlocks'>) {
  const { t, of } = useWords();
  return gridlocks.map(({ state, roads }) => (
    <p key={`${state} ${roads.map(of).join()}`} className="note" role="status">
      {t('impact.flow.gridlock', { state: t(`impact.${state}`), roads: [...new Set(roads.map(of))].join(' → ') })}
    </p>
  ));
}

/** How near the ways of each state are to one in which nobody finds a quicker one. */
function Search({ states }: Pick<FlowResult, 'states'>) {
  const { t } = useWords();
  return states.map(({ state, gapRatio, rounds }) => (
    <p key={state} className="note">
      {gapRatio === null
        ? t('impact.flow.noSearch', { state: t(`impact.${state}`) })
        : t('impact.flow.search', {
            state: t(`impact.${state}`),
            rounds: rounds ?? 0,
            percent: formatNumber(100 * gapRatio, 1),
          })}
    </p>
  ));
}

function Queues({ queues }: Pick<FlowResult, 'queues'>) {
  const { t, of } = useWords();
  const { view } = useApp();
  const fly = ({ line }: FlowResult['queues'][number]) => {
    const [eastM, northM] = line[line.length - 1];
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: AROUND_M });
  };
  const hasAfter = queues.some(({ afterM }) => afterM !== null);
  return (
    <Table
      caption={t('impact.flow.queues')}
      rows={queues.slice(0, MAX_ROWS)}
      rowKey={({ id, line }) => `${id} ${line[0].join()}`}
      columns={[
        {
          head: t('impact.road'),
          value: ({ name, id }) => of(name) || id,
          cell: (queue) => (
            <button type="button" className="link" onClick={() => fly(queue)}>
              {of(queue.name) || queue.id}
            </button>
          ),
        },
        { head: t('impact.flow.queueBefore'), value: ({ beforeM }) => beforeM, digits: 0, isMain: !hasAfter },
        ...(hasAfter
          ? [
              {
                head: t('impact.flow.queueAfter'),
                value: ({ afterM }: FlowResult['queues'][number]) => afterM,
                digits: 0,
                isMain: true,
              },
            ]
          : []),
      ]}
    />
  );
}
