import { useEffect, useReducer } from 'react';
import { Demand, type DispatchRequest, Source } from '../../../../model/questions/dispatch.ts';
import type { Resources } from '../../../../model/resources/resources.ts';
import { CAPABILITIES, CAPABILITY_LABELS, vehicleKind } from '../../../../model/resources/vehicle-kinds.ts';
import { offRoadM } from '../../../../model/roads/off-road.ts';
import { SHIPMENT } from '../../../../model/tables/dispatch.ts';
import type { Text } from '../../../../model/text/text.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import type { DispatchResult } from '../../../../workers/road-routes/engine-types.ts';
import { AnalysisFoot, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { EmptyState } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormRow } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { RoadEnd } from '../../../kit/road-end.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { assignmentOf, DISPATCH, resourceDispatchController } from '../controller.ts';
import { PickButton } from './pick-button.tsx';
import { PlaceRow } from './reach.tsx';

const AIMS = ['sum', 'latest', 'shelter'] as const;

/** Demands and free units come to a proposal; people come to shelters. */
export function Orders() {
  const { t } = useWords();
  const controller = useController(resourceDispatchController);
  const aim = useTwin(({ dispatchAim }) => dispatchAim);
  const set = useTwin(({ setDispatch }) => setDispatch);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const resources = useQuery(`resources ${JSON.stringify(roles)}`, () => controller.resources());
  const choose = (dispatchAim: (typeof AIMS)[number]) => {
    controller.clear();
    set({ dispatchAim });
  };
  if (resources.kind !== 'answered') return null;
  if (resources.answer.all === null) return <EmptyState icon="truck">{t('dispatch.noResources')}</EmptyState>;
  return (
    <section className="part">
      <ChoiceField
        label={t('dispatch.aim')}
        value={aim}
        options={AIMS.map((value) => ({ value, label: t(`dispatch.aims.${value}`) }))}
        onChange={choose}
      />
      {aim === 'shelter' ? <Evacuees /> : <Demands />}
      <Proposal resources={resources.answer.all} />
      <Given resources={resources.answer.all} />
    </section>
  );
}

function Demands() {
  const { t, of } = useWords();
  const demands = useTwin((state) => state.demands);
  const set = useTwin(({ setDispatch }) => setDispatch);
  const change = (id: string, part: Partial<(typeof demands)[number]>) =>
    set({ demands: demands.map((one) => (one.id === id ? { ...one, ...part } : one)) });
  return (
    <>
      <PickButton kind="demand" label={t('dispatch.addDemand')} hint={t('dispatch.pickHint')} />
      {demands.length === 0 && <p className="note">{t('dispatch.noDemands')}</p>}
      {demands.map(({ id, name, capability, count }) => (
        <FormRow key={id} title={name} onRemove={() => set({ demands: demands.filter((one) => one.id !== id) })}>
          <ChoiceField
            label={t('dispatch.capability')}
            value={capability}
            options={CAPABILITIES.map((value) => ({ value, label: of(CAPABILITY_LABELS[value]) }))}
            onChange={(value) => change(id, { capability: value })}
          />
          <Fields of={Demand} only={['count']} value={{ count }} onChange={(part) => change(id, part)} />
        </FormRow>
      ))}
    </>
  );
}

function Evacuees() {
  const evacuees = useTwin((state) => state.evacuees);
  const set = useTwin(({ setDispatch }) => setDispatch);
  return (
    <>
      <PlaceRow />
      <Fields
        of={Source}
        only={['amount']}
        value={{ amount: evacuees }}
        onChange={({ amount = evacuees }) => set({ evacuees: amount })}
      />
    </>
  );
}

function Proposal({ resources }: { resources: Resources }) {
  const { t } = useWords();
  const { twin } = useApp();
  const controller = useController(resourceDispatchController);
  const isToShelter = useTwin(({ dispatchAim }) => dispatchAim === 'shelter');
  const lacks = (isToShelter ? resources.shelters : resources.vehicles).length === 0;
  const hasDemand = useTwin(({ demands, dispatchPlace }) =>
    isToShelter ? dispatchPlace !== null : demands.length > 0,
  );
  const ready = hasDemand && !lacks;
  useOrders();
  const start = () => {
    const state = twin.getState();
    const request =
      state.dispatchAim === 'shelter'
        ? evacuationOf(state, resources)
        : assignmentOf(state, resources, (unit) => controller.busy(unit) !== null);
    if (request) void controller.analyse(request);
  };
  return (
    <>
      <AnalysisRun plugin={DISPATCH} controller={controller} label={t('dispatch.propose')} start={ready ? start : null}>
        <Proposed resources={resources} />
      </AnalysisRun>
      {lacks && <p className="note">{t(isToShelter ? 'dispatch.noShelters' : 'dispatch.noVehicles')}</p>}
      <InferredFact fact="resources" />
    </>
  );
}

/** People of a place walk to shelters that have room. */
function evacuationOf(
  { dispatchPlace, evacuees, roadState }: ReturnType<ReturnType<typeof useApp>['twin']['getState']>,
  { shelters }: Resources,
): DispatchRequest | null {
  if (!dispatchPlace) return null;
  return {
    kind: 'transport',
    sources: [{ id: 'evacuees', atM: [dispatchPlace[0], dispatchPlace[1]], amount: evacuees }],
    sinks: shelters.map(({ id, at, capacity }) => ({ id, atM: at, room: capacity })),
    vehicle: 'foot',
    roads: roadState,
  };
}

const minutesOf = (ms: number): string => formatNumber(Math.max(1, Math.ceil(ms / MS_PER_MIN)));

function Proposed({ resources }: { resources: Resources }) {
  const controller = useController(resourceDispatchController);
  useTwin((state) => doneSerial(state, DISPATCH));
  const result = controller.result();
  if (result?.kind === 'assignment') return <AssignmentTable result={result} resources={resources} />;
  if (result?.kind === 'transport') return <ShelterTable result={result} resources={resources} />;
  return null;
}

type Of<K extends DispatchResult['kind']> = Extract<DispatchResult, { kind: K }>;

/** Draws again when orders were given elsewhere. */
function useOrders(): void {
  const controller = useController(resourceDispatchController);
  const [, count] = useReducer((n: number) => n + 1, 0);
  useEffect(() => controller.followOrders(count), [controller]);
}

/** The name of a unit: its kind and its team. */
function useUnitName({ vehicles, teams }: Resources): (id: string) => string {
  const { t, of } = useWords();
  return (id) => {
    const unit = vehicles.find((one) => one.id === id);
    const team = teams.find((one) => one.id === unit?.team);
    const kind = unit && vehicleKind(unit.kind);
    if (!unit || !team || !kind) return id;
    const what = of(kind.label);
    return `${unit.supposed ? t('dispatch.supposed', { what }) : what} · ${of(team.name)}`;
  };
}

function AssignmentTable({ result, resources }: { result: Of<'assignment'>; resources: Resources }) {
  const { t } = useWords();
  const controller = useController(resourceDispatchController);
  const demands = useTwin((state) => state.demands);
  const unitName = useUnitName(resources);
  const demandName = (id: string) => demands.find((one) => one.id === id)?.name ?? id;
  const { panels } = useApp();
  const reasonOf = useErrorText();
  const { served, sumMs, latestMs, hash } = result;
  const incident = controller.incident();
  const accept = () =>
    void controller.accept(unitName, demandName).catch((error: unknown) => panels.getState().notify(reasonOf(error)));
  const count = served.filter(({ unit }) => unit !== null).length;
  return (
    <>
      <p role="status">
        <b>
          {t('dispatch.proposed', {
            count,
            all: served.length,
            latest: minutesOf(latestMs),
            sum: minutesOf(sumMs),
          })}
        </b>
      </p>
      <ul className="proposal">
        {served.map(({ demand, unit, ms, soonest }, i) => (
          <li key={`${demand} ${unit ?? i}`}>
            <span>{demandName(demand)}</span>
            <b>
              {unit === null || ms === null
                ? t('dispatch.unserved')
                : t('dispatch.minutes', { minutes: minutesOf(ms) })}
            </b>
            <span className="note">
              {unit === null ? t(soonest ? 'dispatch.allBusy' : 'dispatch.noneCan') : unitName(unit)}
            </span>
            {soonest?.servesInstead && soonest.unit !== unit && (
              <span className="note">
                {t('dispatch.moved', {
                  unit: unitName(soonest.unit),
                  minutes: minutesOf(soonest.ms),
                  demand: demandName(soonest.servesInstead),
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
      <RoadEnd offM={offRoadM(result)} />
      <p className="note">{t('dispatch.proof')}</p>
      <p className="note">{incident === null ? t('dispatch.intoWindow') : t('dispatch.intoIncident', { incident })}</p>
      <p className="form-actions">
        <button type="button" className="btn primary" disabled={count === 0} onClick={accept}>
          {t('dispatch.accept')}
        </button>
      </p>
      <AnalysisFoot controller={controller} name="orders" hash={hash} />
    </>
  );
}

function ShelterTable({ result, resources }: { result: Of<'transport'>; resources: Resources }) {
  const { t, of } = useWords();
  const controller = useController(resourceDispatchController);
  const nameOf = (id: string): Text => resources.shelters.find((one) => one.id === id)?.name ?? { zh: id, en: id };
  return (
    <>
      <Table
        rows={result.shipments}
        rowKey={({ sink }) => sink}
        columns={[
          { head: t('dispatch.shelter'), value: ({ sink }) => of(nameOf(sink)) },
          { head: t('dispatch.people_'), ...SHIPMENT.amount },
          {
            head: t('dispatch.walk'),
            ...SHIPMENT.minutes,
            cell: ({ ms }) => t('dispatch.minutes', { minutes: minutesOf(ms) }),
          },
        ]}
      />
      <RoadEnd offM={offRoadM(result)} />
      {result.left.map(({ source, amount, why }) => (
        <p key={source} role="alert">
          <b>{t(why === 'no-room' ? 'dispatch.leftNoRoom' : 'dispatch.leftNoWay', { count: formatNumber(amount) })}</b>
        </p>
      ))}
      <AnalysisFoot controller={controller} name="shelters" hash={result.hash} />
    </>
  );
}

/** Orders that were given, with when their units arrive. */
function Given({ resources }: { resources: Resources }) {
  const { t } = useWords();
  const { twin } = useApp();
  const orders = useTwin(({ givenOrders }) => givenOrders);
  const set = useTwin(({ setDispatch }) => setDispatch);
  const shownMin = useTwin(({ shownTimeMs }) => Math.floor(shownTimeMs / MS_PER_MIN));
  const unitName = useUnitName(resources);
  const controller = useController(resourceDispatchController);
  useOrders();
  const busy = resources.vehicles.flatMap(({ id }) => {
    const order = controller.busy(id);
    return order ? [{ id, ...order }] : [];
  });
  if (orders.length + busy.length === 0) return null;
  return (
    <>
      <h3>{t('dispatch.given')}</h3>
      <ul className="resource-list">
        {busy.map(({ id, task, incident }) => (
          <li key={id}>
            <span>{unitName(id)}</span>
            <span className="note">{t('dispatch.busyWith', { task, incident })}</span>
          </li>
        ))}
      </ul>
      {orders.map(({ unit, arrivesMs }) => (
        <FormRow
          key={unit}
          title={unitName(unit)}
          onRemove={() => set({ givenOrders: orders.filter((one) => one.unit !== unit) })}
        >
          <p className="note">
            {t(shownMin * MS_PER_MIN >= arrivesMs ? 'dispatch.arrived' : 'dispatch.underWay', {
              time: formatTime(cityTime(arrivesMs, twin.city.zone)),
            })}
          </p>
        </FormRow>
      ))}
    </>
  );
}
