import { type FormEvent, type KeyboardEvent, useEffect, useState } from 'react';
import { enuFromLonLat, lonLatFromEnu } from '../../../../model/geo/enu.ts';
import { type ActOf, EtaMin } from '../../../../model/incidents/incident-entry.ts';
import { canCarryOut, ORDER_KINDS, type OrderKind } from '../../../../model/resources/order-kinds.ts';
import { CAPABILITIES, CAPABILITY_LABELS, type Capability } from '../../../../model/resources/vehicle-kinds.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import type { Arrival, Journey, RoutingEngineTypes } from '../../../../workers/road-routes/engine-types.ts';
import { useApp, useController, useStore } from '../../../kit/app-context.tsx';
import { ErrorNotice, Quantity, Segmented } from '../../../kit/controls.tsx';
import { FieldControl } from '../../../kit/fields/fields.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { formatDistance, formatNumber } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController, newKey } from '../controller.ts';
import { orderLine } from '../order-lines.ts';
import { journeyOf, minutesOf, type OrderResource, useOrderResources } from './order-resources.ts';
import type { ShownIncident } from './shown.ts';
import { type ShownStock, TakesField } from './stock.tsx';
import { unitDrag, useUnitDrop } from './unit-drag.ts';

/** Where no way by road says how long it takes. */
const DEFAULT_ETA_MIN = 10;
/** Rows of receivers at once. */
const MAX_ROWS = 6;

/** Chooses any capability. */
const ANY = 'any';

/**
 * Form of an order: its kind, its words, and to whom of those who can carry it out, the soonest first. A row is dragged to a place on the
 * map, or sent to the incident by Enter; the way that it takes goes with the order.
 */
export function OrderForm({ shown, stock }: { shown: ShownIncident; stock: ShownStock }) {
  const { t, of } = useWords();
  const { twin, panels, engines } = useApp();
  const controller = useController(incidentLogController);
  const [proposed, ...later] = useStore(controller.state, (state) => state.prepared);
  const reasonOf = useErrorText();
  const [kind, setKind] = useState<OrderKind>('act');
  const [capability, setCapability] = useState<Capability | null>(null);
  const [words, setTask] = useState<string | null>(null);
  const [chosenId, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const [enteredEta, setEta] = useState<number | null>(null);
  const [takes, setTakes] = useState<NonNullable<ActOf<'order'>['takes']>>([]);
  const [ownAt, setOwnAt] = useState<Journey['at'] | null>(null);
  const [isWhole, setWhole] = useState(false);
  const place = shown.facts.opened?.place ?? null;
  const incidentAt = place && enuFromLonLat(twin.city.origin, place);
  const at: Journey['at'] | null = ownAt ?? (incidentAt && [incidentAt[0], incidentAt[1]]);
  const offered = useOrderResources(shown, at);
  useEffect(() => {
    if (!proposed) return;
    setKind('act');
    setCapability(proposed.capability);
    setTask(proposed.task);
    setOwnAt(proposed.at);
    setChosen('');
  }, [proposed]);

  const all = offered?.list ?? [];
  const kinds = ORDER_KINDS.filter((each) => all.some((one) => one.kind === each));
  const able = CAPABILITIES.filter((each) => all.some((one) => one.able?.includes(each)));
  const list = all.filter((one) => canCarryOut(one, { kind, capability }));
  const chosen = list.find(({ id }) => id === chosenId) ?? list.find(({ isBusy }) => !isBusy) ?? list[0];
  const task = words ?? t(`incidentLog.task_${kind}`);
  const name = chosen?.name ?? typed.trim();
  const etaOf = (arrival: Arrival | null | undefined) => enteredEta ?? (arrival ? minutesOf(arrival) : DEFAULT_ETA_MIN);

  const reset = () => {
    setTask(null);
    setEta(null);
    setTakes([]);
    setOwnAt(null);
    controller.dropPrepared();
  };
  const give = (
    to: Pick<OrderResource, 'id' | 'name'> & Partial<OrderResource>,
    toAt: Journey['at'] | null,
    arrival: Arrival | null,
  ) => {
    const isComing = arrival !== null && to.travel?.isAway === false;
    const draft = {
      resource: to.id,
      name: to.name,
      task: task.trim(),
      line: isComing ? arrival.line : [],
      passedMs: isComing ? arrival.passedMs : [],
      travelMs: isComing ? arrival.ms : null,
      rangeMs: null,
    };
    const target = toAt ? lonLatFromEnu(twin.city.origin, [toAt[0], toAt[1], 0]) : null;
    const act = {
      ...orderLine(draft, newKey(), target),
      etaMs: Math.round(etaOf(arrival) * MS_PER_MIN),
      ...(takes.length > 0 ? { takes } : {}),
    };
    controller.act(act).then(reset, (error: unknown) => panels.getState().notify(reasonOf(error)));
  };
  const send = (to: OrderResource) => give(to, at, to.arrival);
  useUnitDrop((id, toAt) => {
    const to = all.find((one) => one.id === id);
    if (!to) return;
    const routing = engines.engine<RoutingEngineTypes>('road-routes');
    routing.questions.arrivals(toAt, [journeyOf(to)], twin.getState().roadState).then(
      ([arrival]) => give(to, toAt, arrival ?? null),
      () => give(to, toAt, null),
    );
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (chosen) send(chosen);
    else give({ id: name, name }, at, null);
  };

  return (
    <form className="part incident-write order-form" onSubmit={submit}>
      {kinds.length > 1 && (
        <Segmented
          small
          label={t('incidentLog.orderKind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`incidentLog.orderKind_${value}`) }))}
          onChange={setKind}
        />
      )}
      <TextField label={t('incidentLog.task')} value={task} onChange={setTask} />
      {kind === 'act' && able.length > 0 && (
        <ChoiceField
          label={t('incidentLog.capability')}
          value={capability ?? ANY}
          options={[
            { value: ANY, label: t('incidentLog.anyCapability') },
            ...able.map((value) => ({ value, label: of(CAPABILITY_LABELS[value]) })),
          ]}
          onChange={(value) => setCapability(able.find((each) => each === value) ?? null)}
        />
      )}
      {proposed && (
        <p className="row-head">
          <span className="note">
            {later.length > 0 ? t('incidentLog.proposedOf', { count: later.length }) : t('incidentLog.proposed')}
          </span>
          <button type="button" className="link" onClick={reset}>
            {t('incidentLog.leaveOut')}
          </button>
        </p>
      )}
      {ownAt && (
        <p className="row-head">
          <span className="note">{t('incidentLog.elsewhere')}</span>
          <button type="button" className="link" onClick={() => setOwnAt(null)}>
            {t('incidentLog.toIncident')}
          </button>
        </p>
      )}
      {offered === null && <p className="note">{t('incidentLog.resourcesAsked')}</p>}
      {offered && all.length === 0 && (
        <>
          <TextField label={t('incidentLog.resource')} value={typed} onChange={setTyped} />
          {offered.failure ? (
            <ErrorNotice what={t('incidentLog.resourcesFailed')} reason={offered.failure} />
          ) : (
            <p className="note">{t('incidentLog.resourceHint')}</p>
          )}
        </>
      )}
      {all.length > 0 && list.length === 0 && <p className="note">{t('incidentLog.nobodyCan')}</p>}
      {list.length > 0 && (
        <ul className="unit-rows" aria-label={t('incidentLog.resource')}>
          {(isWhole ? list : list.slice(0, MAX_ROWS)).map((one) => (
            <UnitRow
              key={one.id}
              unit={one}
              isChosen={one.id === chosen?.id}
              isByRoad={offered?.isByRoad ?? false}
              onChoose={() => {
                setChosen(one.id);
                setEta(null);
              }}
              onSend={() => send(one)}
            />
          ))}
        </ul>
      )}
      {!isWhole && list.length > MAX_ROWS && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {t('incidentLog.allUnits', { count: formatNumber(list.length) })}
        </button>
      )}
      <details>
        <summary>{t('incidentLog.orderMore')}</summary>
        <FieldControl of={EtaMin} value={etaOf(chosen?.arrival)} onChange={setEta} />
      </details>
      <TakesField stock={stock} takes={takes} onChange={setTakes} />
      <p className="row-head">
        <button type="submit" className="btn small primary" disabled={task.trim() === '' || name === ''}>
          {t('incidentLog.give')}
        </button>
        {list.length > 0 && <span className="note">{t('incidentLog.dragHint')}</span>}
      </p>
    </form>
  );
}

/** One who can carry the order out: name, how soon, how far; a click chooses, Enter sends, a drag sends elsewhere. */
function UnitRow({
  unit: { id, name, arrival, distanceM, stateText, isBusy, travel },
  isChosen,
  isByRoad,
  onChoose,
  onSend,
}: {
  unit: OrderResource;
  isChosen: boolean;
  isByRoad: boolean;
  onChoose: () => void;
  onSend: () => void;
}) {
  const { t, of } = useWords();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onSend();
  };
  const away = distanceM === null ? null : formatDistance(10 * Math.round((arrival?.lengthM ?? distanceM) / 10));
  return (
    <li>
      <button
        type="button"
        className="unit-row"
        aria-pressed={isChosen}
        data-unit={id}
        title={t('incidentLog.dragHint')}
        onClick={onChoose}
        onKeyDown={onKeyDown}
        {...unitDrag(id)}
      >
        <span className={`near-name${isBusy ? ' busy' : ''}`}>{name}</span>
        <b>
          {arrival && <Quantity value={formatNumber(minutesOf(arrival))} unit="min" />}
          {!arrival && isByRoad && t('incidentLog.noWay')}
        </b>
        <span className="note">
          {[
            ...(stateText ? [stateText] : []),
            ...(isByRoad ? [t('incidentLog.asVehicle', { vehicle: of(travel.label) })] : []),
          ].join(' · ')}
        </span>
        <span className="note">{away && <Quantity value={away.value} unit={away.unit} />}</span>
      </button>
    </li>
  );
}
