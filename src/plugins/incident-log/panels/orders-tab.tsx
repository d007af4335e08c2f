import { type FormEvent, useState } from 'react';
import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import { type ActOf, ORDER_STATES, type OrderState } from '../../../../model/incidents/incident-entry.ts';
import type { OrderFacts } from '../../../../model/incidents/incident-state.ts';
import { ORDER_STATE_NUMBERS } from '../../../../model/incidents/incident-timeline.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import { useApp, useController, useQuery } from '../../../kit/app-context.tsx';
import { nameOrKind } from '../../../kit/attribute-text.ts';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { EmptyState } from '../../../kit/controls.tsx';
import { NumberField, RadioField, TextField } from '../../../kit/form-fields.tsx';
import { formatDistance } from '../../../kit/format.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogOpener, newKey } from '../open.ts';
import type { ShownIncident } from './shown.ts';
import { type ShownStock, StockPart, TakesField, useStock, useTakenText } from './stock.tsx';

/** The layer of what can be sent, as bakers name it. */
const RESOURCES = 'resources';
const MAX_RESOURCES = 200;

/** Orders with their states, and the way to a new one. */
export function OrdersTab({ shown }: { shown: ShownIncident }) {
  const { t } = useWords();
  const { orders } = shown.facts;
  const stock = useStock(shown);
  return (
    <>
      {shown.mayAct && shown.facts.closedMs === null && <OrderForm shown={shown} stock={stock} />}
      {orders.length === 0 && <EmptyState icon="truck">{t('incidentLog.noOrders')}</EmptyState>}
      <ul className="incident-orders">
        {[...orders].reverse().map((order) => (
          <Order key={order.act.order} order={order} shown={shown} stock={stock} />
        ))}
      </ul>
      <StockPart stock={stock} />
    </>
  );
}

interface OrderProps {
  order: OrderFacts;
  shown: ShownIncident;
  stock: ShownStock;
}

function Order({ order: { act, state, ...times }, shown, stock }: OrderProps) {
  const { t } = useWords();
  const { twin, panels } = useApp();
  const desk = useController(incidentLogOpener);
  const reasonOf = useErrorText();
  const takenText = useTakenText(stock);
  const write = (next: OrderState) =>
    void desk
      .act({ kind: 'order-state', order: act.order, state: next, text: '' })
      .catch((error: unknown) => panels.getState().notify(reasonOf(error)));
  const next = ORDER_STATES.filter((each) => ORDER_STATE_NUMBERS[each] > ORDER_STATE_NUMBERS[state]);
  const isEnded = times.endedMs !== null;
  const steps = [
    ['given', times.givenMs],
    ['accepted', times.acceptedMs],
    ['on-way', times.onWayMs],
    ['on-site', times.onSiteMs],
    [isEnded ? state : 'done', times.endedMs],
  ] as const;
  return (
    <li>
      <p className="row-head">
        <b>{act.name}</b>
        <span className="space" />
        <span className="tag">{t(`incidentLog.order_${state}`)}</span>
      </p>
      <p>{act.task}</p>
      {act.takes && act.takes.length > 0 && <p className="note">{takenText(act.takes)}</p>}
      <p className="note">
        {steps
          .flatMap(([name, ms]) =>
            ms === null ? [] : [`${t(`incidentLog.order_${name}`)} ${formatTime(cityTime(ms, twin.city.zone), true)}`],
          )
          .join(' → ')}
      </p>
      {shown.mayAct && !isEnded && (
        <p className="row-head">
          {next.map((each) => (
            <button key={each} type="button" className="btn small" onClick={() => write(each)}>
              {t(`incidentLog.order_${each}`)}
            </button>
          ))}
        </p>
      )}
    </li>
  );
}

/** Whom, what, and how long it is said to take; the nearest stand first, those on an order are marked. */
function OrderForm({ shown, stock }: { shown: ShownIncident; stock: ShownStock }) {
  const { t } = useWords();
  const { panels } = useApp();
  const desk = useController(incidentLogOpener);
  const reasonOf = useErrorText();
  const resources = useResources(shown);
  const [resource, setResource] = useState('');
  const [task, setTask] = useState('');
  const [etaMin, setEta] = useState(10);
  const [takes, setTakes] = useState<NonNullable<ActOf<'order'>['takes']>>([]);
  const chosen = resources?.find(({ id }) => id === resource) ?? resources?.[0];
  const [typed, setTyped] = useState('');
  const id = chosen?.id ?? typed.trim();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const order = newKey();
    const place = shown.facts.opened?.place ?? null;
    const etaMs = Math.round(etaMin * MS_PER_MIN);
    const who = { resource: id, name: chosen?.name ?? id };
    const taken = takes.length > 0 ? { takes } : {};
    desk.act({ kind: 'order', order, ...who, task: task.trim(), place, etaMs, route: [], ...taken }).then(
      () => {
        setTask('');
        setTakes([]);
      },
      (error: unknown) => panels.getState().notify(reasonOf(error)),
    );
  };
  return (
    <form className="part incident-write" onSubmit={submit}>
      {resources === null && <p className="note">{t('incidentLog.resourcesAsked')}</p>}
      {resources !== null && resources.length > 0 && (
        <RadioField
          label={t('incidentLog.resource')}
          value={chosen?.id ?? ''}
          options={resources.map((one) => ({ value: one.id, label: one.label }))}
          onChange={setResource}
        />
      )}
      {resources?.length === 0 && (
        <>
          <TextField label={t('incidentLog.resource')} value={typed} onChange={setTyped} />
          <p className="note">{t('incidentLog.resourceHint')}</p>
        </>
      )}
      <TextField label={t('incidentLog.task')} value={task} onChange={setTask} />
      <NumberField label={t('incidentLog.eta')} unit="min" value={etaMin} min={0} max={1440} onChange={setEta} />
      <TakesField stock={stock} takes={takes} onChange={setTakes} />
      <p className="row-head">
        <button type="submit" className="btn small primary" disabled={task.trim() === '' || id === ''}>
          {t('incidentLog.give')}
        </button>
      </p>
    </form>
  );
}

interface Resource {
  id: string;
  name: string;
  label: string;
}

/** Of the city's own layer, nearest first by the straight line; a city without one has none, and they are named by hand. Null: they are being read. */
function useResources({ facts, timeline, state }: ShownIncident): Resource[] | null {
  const { t, language } = useWords();
  const { twin, catalogue } = useApp();
  const place = facts.opened?.place ?? null;
  const layer = twin.city.layers.find(({ id, count }) => id === RESOURCES && count > 0);
  const { origin } = twin.city;
  const [eastM, northM] = place ? enuFromLonLat(origin, place) : [0, 0];
  const query = useQuery(layer ? `resources near ${eastM} ${northM}` : null, () =>
    catalogue.nearest({ eastM, northM, upM: 0, radiusM: 0 }, [RESOURCES], MAX_RESOURCES),
  );
  if (layer && query.kind === 'asking') return null;
  if (query.kind !== 'answered') return [];
  return query.answer.map(({ object, distanceM }) => {
    const values = new Map(object.values.map((each) => [each.name, each.value]));
    const name = nameOrKind(values, layer?.attributes ?? [], language) ?? object.id;
    const distance = formatDistance(10 * Math.round(distanceM / 10));
    const away = place ? ` · ${distance.value} ${distance.unit}` : '';
    const isBusy = timeline.orderOf(object.id, state) !== null;
    return { id: object.id, name, label: `${name}${away}${isBusy ? ` · ${t('incidentLog.busy')}` : ''}` };
  });
}
