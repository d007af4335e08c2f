import { ORDER_STATES, type OrderState } from '../../../../model/incidents/incident-entry.ts';
import type { OrderFacts } from '../../../../model/incidents/incident-state.ts';
import { ORDER_STATE_NUMBERS } from '../../../../model/incidents/incident-timeline.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { EmptyState } from '../../../kit/controls.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController } from '../controller.ts';
import { OrderForm } from './order-form.tsx';
import type { ShownIncident } from './shown.ts';
import { type ShownStock, StockPart, useStock, useTakenText } from './stock.tsx';

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
