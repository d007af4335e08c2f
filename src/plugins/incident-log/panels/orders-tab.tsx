import { type FormEvent, useState } from 'react';
import { type ActOf, EtaMin, ORDER_STATES, type OrderState } from '../../../../model/incidents/incident-entry.ts';
import type { OrderFacts } from '../../../../model/incidents/incident-state.ts';
import { ORDER_STATE_NUMBERS } from '../../../../model/incidents/incident-timeline.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { EmptyState, ErrorNotice } from '../../../kit/controls.tsx';
import { FieldControl } from '../../../kit/fields/fields.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController, newKey } from '../controller.ts';
import { type OrderResources, useOrderResources } from './order-resources.ts';
import type { ShownIncident } from './shown.ts';
import { type ShownStock, StockPart, TakesField, useStock, useTakenText } from './stock.tsx';

/** Where no way by road says how long it takes. */
const DEFAULT_ETA_MIN = 10;

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
  const controller = useController(incidentLogController);
  const reasonOf = useErrorText();
  const takenText = useTakenText(stock);
  const write = (next: OrderState) =>
    void controller
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

/**
 * Form of an order: to whom, what, and how long it is said to take: as long as the way by road, unless somebody says otherwise. Those on an
 * order are marked.
 */
function OrderForm({ shown, stock }: { shown: ShownIncident; stock: ShownStock }) {
  const { t } = useWords();
  const { panels } = useApp();
  const controller = useController(incidentLogController);
  const reasonOf = useErrorText();
  const offered = useOrderResources(shown);
  const [resource, setResource] = useState('');
  const [task, setTask] = useState('');
  const [enteredEta, setEta] = useState<number | null>(null);
  const [takes, setTakes] = useState<NonNullable<ActOf<'order'>['takes']>>([]);
  const chosen = offered?.list.find(({ id }) => id === resource) ?? offered?.list[0];
  const [typed, setTyped] = useState('');
  const id = chosen?.id ?? typed.trim();
  const etaMin = enteredEta ?? chosen?.travelMin ?? DEFAULT_ETA_MIN;
  const choose = (one: string) => {
    setResource(one);
    setEta(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const order = newKey();
    const place = shown.facts.opened?.place ?? null;
    const etaMs = Math.round(etaMin * MS_PER_MIN);
    const who = { resource: id, name: chosen?.name ?? id };
    const taken = takes.length > 0 ? { takes } : {};
    controller.act({ kind: 'order', order, ...who, task: task.trim(), place, etaMs, route: [], ...taken }).then(
      () => {
        setTask('');
        setEta(null);
        setTakes([]);
      },
      (error: unknown) => panels.getState().notify(reasonOf(error)),
    );
  };
  return (
    <form className="part incident-write" onSubmit={submit}>
      <ReceiverField offered={offered} chosen={chosen?.id ?? ''} typed={typed} onChoose={choose} onType={setTyped} />
      <TextField label={t('incidentLog.task')} value={task} onChange={setTask} />
      <FieldControl of={EtaMin} value={etaMin} onChange={setEta} />
      <TakesField stock={stock} takes={takes} onChange={setTakes} />
      <p className="row-head">
        <button type="submit" className="btn small primary" disabled={task.trim() === '' || id === ''}>
          {t('incidentLog.give')}
        </button>
      </p>
    </form>
  );
}

/** Field of the receiver: one of the city's list, or a name where the city has none. */
function ReceiverField({
  offered,
  chosen,
  typed,
  onChoose,
  onType,
}: {
  offered: OrderResources | null;
  chosen: string;
  typed: string;
  onChoose: (id: string) => void;
  onType: (name: string) => void;
}) {
  const { t } = useWords();
  if (offered === null) return <p className="note">{t('incidentLog.resourcesAsked')}</p>;
  if (offered.list.length === 0)
    return (
      <>
        <TextField label={t('incidentLog.resource')} value={typed} onChange={onType} />
        {offered.failure ? (
          <ErrorNotice what={t('incidentLog.resourcesFailed')} reason={offered.failure} />
        ) : (
          <p className="note">{t('incidentLog.resourceHint')}</p>
        )}
      </>
    );
  return (
    <>
      <ChoiceField
        label={t('incidentLog.resource')}
        value={chosen}
        options={offered.list.map(({ id, label }) => ({ value: id, label }))}
        onChange={onChoose}
      />
      {offered.isByRoad && <p className="note">{t('incidentLog.byRoad')}</p>}
    </>
  );
}
