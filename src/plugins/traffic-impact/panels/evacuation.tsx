import { signedAreaM2 } from '../../../../model/geo/plane/ring.ts';
import { Evacuation, TrafficFlowRequest } from '../../../../model/questions/traffic-flow.ts';
import {
  CLEARED_PCT,
  type EvacuationResult,
  type EvacuationState,
  type TrappedStreet,
} from '../../../../model/tables/evacuation.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, M2_PER_KM2 } from '../../../kit/format.ts';
import { Axes, CHART, scaleOf } from '../../../kit/line-chart.tsx';
import { nextRunName } from '../../../kit/run-parts.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { FLOW_ENGINE, type FlowRunFacts } from '../../../twin/played-traffic.ts';
import { isRunActive, runsOf } from '../../../twin/runs.ts';
import { trafficImpactController } from '../controller.ts';
import { flowRequestOf } from '../flow-runs.ts';
import { DrawButton } from './road-changes.tsx';

/** Streets that are listed on screen; the files have more. */
const MAX_STREETS = 8;
/** Around a street, when it is flown to. */
const STREET_SIGHT_M = 250;

/** An area that is left by car: where, by whom, when they set out; it is played as vehicles are. */
export function EvacuationPart({ canRun }: { canRun: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { flow } = useController(trafficImpactController);
  const form = useTwin(({ evacuationForm }) => evacuationForm);
  const set = useTwin(({ setEvacuationForm }) => setEvacuationForm);
  const runs = useTwin((state) => runsOf<FlowRunFacts>(state, FLOW_ENGINE).list);
  const isBusy = runs.some(({ status }) => isRunActive(status));
  const { ringM } = form;
  const start = () => {
    const { impactForm, roadState, flowForm } = twin.getState();
    const { minutes, ringM: drawn, ...evacuation } = form;
    if (!drawn) return;
    const name = nextRunName(runs, (letter) => t('impact.evac.name', { letter }));
    const own = { minutes, seed: flowForm.seed, evacuation: { ...evacuation, ringM: drawn } };
    flow.start(flowRequestOf({ ...impactForm, roads: roadState }, own), name);
  };
  return (
    <FormSection title={t('impact.evac.title')}>
      <p className="note">{t('impact.evac.about')}</p>
      <div className="chips">
        <DrawButton
          kind="evacuated"
          label={t(ringM ? 'impact.evac.again' : 'impact.evac.area')}
          hint={t('impact.evac.areaHint')}
        />
      </div>
      {ringM && (
        <p className="note">
          {t('impact.evac.size', { km2: formatNumber(Math.abs(signedAreaM2(ringM)) / M2_PER_KM2, 2) })}
        </p>
      )}
      <Fields
        of={Evacuation}
        only={['carRatio', 'peoplePerCar', 'overMin', 'stages', 'stageMin']}
        value={form}
        onChange={set}
      />
      <Fields of={TrafficFlowRequest} only={['minutes']} value={form} onChange={set} />
      <p className="note">
        <span className="tag unsure">{t('impact.assumed')}</span> {t('impact.evac.assumed')}
      </p>
      <p className="form-actions">
        <button type="button" className="btn primary" disabled={!canRun || isBusy || !ringM} onClick={start}>
          {t('impact.evac.run')}
        </button>
      </p>
    </FormSection>
  );
}

/** When an area was empty, who did not get out, and how it went on. */
export function EvacuationOutcome({ evacuation }: { evacuation: EvacuationResult }) {
  const { t } = useWords();
  const { residents, residentsOff, vehicles, atEdge, exits, states } = evacuation;
  const minuteText = (minute: number | null) => (minute === null ? t('impact.evac.never') : formatNumber(minute, 1));
  const figures: { label: string; of: (state: EvacuationState) => string }[] = [
    ...CLEARED_PCT.map((percent, i) => ({
      label: t('impact.evac.cleared', { percent }),
      of: ({ clearedMin }: EvacuationState) => minuteText(clearedMin[i]),
    })),
    { label: t('impact.evac.out'), of: ({ out }) => formatNumber(out) },
    { label: t('impact.evac.cutOff'), of: ({ cutOff }) => formatNumber(cutOff) },
    { label: t('impact.evac.late'), of: ({ late }) => formatNumber(late) },
  ];
  const columns = states.map((state, i) => ({
    head: t(`impact.${state.state}`),
    cell: (figure: (typeof figures)[number]) => figure.of(state),
    isMain: i === states.length - 1,
  }));
  return (
    <>
      <p role="status">
        {t('impact.evac.who', {
          residents: formatNumber(residents),
          vehicles: formatNumber(vehicles),
          exits: formatNumber(exits),
        })}
        {atEdge > 0 && ` ${t('impact.evac.edge', { count: formatNumber(atEdge) })}`}
        {residentsOff > 0 && ` ${t('impact.evac.off', { count: formatNumber(residentsOff) })}`}
      </p>
      <Table
        isFixed
        name="evacuation"
        rows={figures}
        rowKey={({ label }) => label}
        columns={[{ head: t('impact.figure'), cell: ({ label }) => label }, ...columns]}
      />
      <OutCurve evacuation={evacuation} />
      {states.length > 1 && <p className="note">{t('impact.evac.beside')}</p>}
      <Trapped trapped={states[states.length - 1].trapped} />
    </>
  );
}

/** Vehicles that are out by the minute, without and with what closes. */
function OutCurve({ evacuation: { vehicles, states } }: { evacuation: EvacuationResult }) {
  const { t } = useWords();
  const last = Math.max(1, ...states.map(({ curve }) => curve.length - 1));
  const { x, y } = scaleOf(0, last, 0, vehicles);
  return (
    <svg
      className="line-chart"
      viewBox={`0 0 ${CHART.widthPx} ${CHART.heightPx}`}
      role="img"
      aria-label={t('impact.evac.curve')}
    >
      {states.map(({ state, curve }) => (
        <polyline
          key={state}
          className={`out-${state}${states.length > 1 ? ' is-beside' : ''}`}
          points={curve.map((out, minute) => `${x(minute)},${y(out)}`).join(' ')}
        />
      ))}
      <Axes x={t('impact.evac.minute')} y={t('impact.evac.vehicles')} xs={[0, last]} ys={[0, vehicles]} />
    </svg>
  );
}

function Trapped({ trapped }: Pick<EvacuationState, 'trapped'>) {
  const { t, of } = useWords();
  const { view } = useApp();
  if (trapped.length === 0) return null;
  const fly = ({ line }: TrappedStreet) => {
    const [eastM, northM] = line[line.length >> 1];
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: STREET_SIGHT_M });
  };
  return (
    <Table
      caption={t('impact.evac.trapped')}
      rows={trapped.slice(0, MAX_STREETS)}
      rowKey={({ id }) => id}
      columns={[
        {
          head: t('impact.road'),
          value: ({ name, id }) => of(name) || id,
          cell: (street) => (
            <button type="button" className="link" onClick={() => fly(street)}>
              {of(street.name) || street.id}
            </button>
          ),
        },
        { head: t('impact.evac.cutOff'), value: ({ cutOff }) => cutOff, digits: 0, isMain: true },
        { head: t('impact.evac.late'), value: ({ late }) => late, digits: 0 },
      ]}
    />
  );
}
