import { useState } from 'react';
import type { ActOf } from '../../../../model/incidents/incident-entry.ts';
import { Amount } from '../../../../model/incidents/incident-entry.ts';
import { type StockLeft, shortfalls, stockLeft, stockWarning } from '../../../../model/incidents/stock.ts';
import type { Text } from '../../../../model/text/text.ts';
import type { RoutingEngineTypes } from '../../../../workers/road-routes/engine-types.ts';
import type { StockUsed } from '../../../../workers/road-routes/given-stock.ts';
import { useApp, useController, useQuery } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { FieldControl } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { Table } from '../../../kit/table/table.tsx';
import { isWordKey, useWords } from '../../../kit/words.ts';
import type { Reason } from '../../../twin/failure.ts';
import { incidentLogController } from '../controller.ts';
import { stockOrders } from '../stock-orders.ts';
import type { ShownIncident } from './shown.ts';

type Taken = NonNullable<ActOf<'order'>['takes']>[number];

/** The city's stores at the shown moment. */
export interface ShownStock {
  /** By id. */
  names: ReadonlyMap<string, Text>;
  rows: readonly StockLeft[];
  failure: Reason | null;
  isAsking: boolean;
  /** Layers gave so much of it; null: nothing. */
  used: StockUsed | null;
  /** Whether the city has a list of resources at all. */
  hasList: boolean;
}

/** Stores and teams of the city that hold something, less what orders take until the shown moment. */
export function useStock({ timeline, state, ms, facts }: ShownIncident): ShownStock {
  const { engines } = useApp();
  const { client } = useController(incidentLogController);
  const query = useQuery('stores', async () => {
    const roads = engines.engine<RoutingEngineTypes>('road-routes');
    await roads.open();
    const [all, used] = await Promise.all([roads.questions.resources(), roads.questions.stockUsed()]);
    return { all, used };
  });
  const answer = query.kind === 'answered' ? query.answer : null;
  const holders = [...(answer?.all?.stores ?? []), ...(answer?.all?.teams ?? [])];
  const logs = client.all().map(({ shown }) => shown);
  const orders = logs.includes(timeline) ? stockOrders({ timeline, state, ms }, logs) : facts.orders;
  return {
    names: new Map(holders.map(({ id, name }) => [id, name])),
    rows: query.kind === 'answered' ? stockLeft(holders, orders) : [],
    failure: query.kind === 'failed' ? query.reason : null,
    isAsking: query.kind === 'asking',
    used: answer?.used ?? null,
    hasList: answer?.all != null,
  };
}

/** An item by its usual name where the page has a word for it, else as the city's list calls it. */
function useItemName(): (item: string) => string {
  const { t } = useWords();
  return (item) => {
    const key = `incidentLog.item_${item}`;
    return isWordKey(key) ? t(key) : item;
  };
}

/** What an order takes, in few words. */
export function useTakenText(stock: ShownStock): (takes: readonly Taken[]) => string {
  const { of } = useWords();
  const itemName = useItemName();
  return (takes) =>
    takes
      .map(({ store, item, amount }) => {
        const name = stock.names.get(store);
        return `${itemName(item)} ${formatNumber(amount)} · ${name ? of(name) : store}`;
      })
      .join(' / ');
}

/** Stores with what they had, what orders took and what is left, item by item. */
export function StockPart({ stock: { rows, names, failure, isAsking, used, hasList } }: { stock: ShownStock }) {
  const { t, of } = useWords();
  const itemName = useItemName();
  const warned = rows.filter((row) => stockWarning(row) !== null).length;
  if (isAsking) return null;
  return (
    <details className="part incident-stock" open={warned > 0}>
      <summary>
        {t('incidentLog.stock')}
        {warned > 0 && (
          <span className="tag warn">{t('incidentLog.stockWarned', { count: formatNumber(warned) })}</span>
        )}
      </summary>
      {failure && <ErrorNotice what={t('incidentLog.stockFailed')} reason={failure} />}
      {!failure && rows.length === 0 && (
        <EmptyState icon="report">{t(hasList ? 'incidentLog.noStores' : 'incidentLog.noResources')}</EmptyState>
      )}
      {[...new Set(rows.map(({ store }) => store))].map((store) => {
        const name = names.get(store);
        return (
          <Table
            key={store}
            name="stock"
            caption={name ? of(name) : t('incidentLog.unknownStore', { id: store })}
            rows={rows.filter((row) => row.store === store)}
            rowKey={({ item }) => item}
            columns={[
              {
                head: t('incidentLog.item'),
                value: ({ item }) => itemName(item),
                cell: (row) => {
                  const warning = stockWarning(row);
                  return (
                    <>
                      {itemName(row.item)}
                      {warning && <span className="tag warn">{t(`incidentLog.stock_${warning}`)}</span>}
                    </>
                  );
                },
              },
              { head: t('incidentLog.had'), value: ({ had }) => had, digits: 0 },
              { head: t('incidentLog.taken'), value: ({ taken }) => taken },
              { head: t('incidentLog.left'), value: ({ left }) => left, digits: 0 },
            ]}
          />
        );
      })}
      {rows.length > 0 && <p className="note">{t('incidentLog.stockNote')}</p>}
      {used && (
        <p className="note" data-used="stock">
          {t('incidentLog.stockUsed', {
            layers: used.labels.map(of).join(' + '),
            stores: used.stores,
            items: used.items,
          })}{' '}
          {used.unread > 0 && t('incidentLog.stockUnread', { unread: used.unread })}
        </p>
      )}
      <InferredFact fact="resources" />
    </details>
  );
}

/** What a new order takes from stores; more than there is can be asked for, and is said. */
export function TakesField({
  stock,
  takes,
  onChange,
}: {
  stock: ShownStock;
  takes: readonly Taken[];
  onChange: (takes: Taken[]) => void;
}) {
  const { t, of } = useWords();
  const itemName = useItemName();
  const offered = stock.rows.filter(({ had }) => had !== null);
  const [chosen, setChosen] = useState('');
  const [amount, setAmount] = useState(10);
  if (offered.length === 0) return null;
  const keyOf = ({ store, item }: Pick<StockLeft, 'store' | 'item'>) => `${store} ${item}`;
  const row = offered.find((one) => keyOf(one) === chosen) ?? offered[0];
  const labelOf = ({ store, item, left }: StockLeft) => {
    const name = stock.names.get(store);
    return `${itemName(item)} · ${t('incidentLog.left')} ${formatNumber(left ?? 0)} · ${name ? of(name) : store}`;
  };
  const nameOf = (store: string) => {
    const name = stock.names.get(store);
    return name ? of(name) : store;
  };
  return (
    <details className="incident-takes" open={takes.length > 0}>
      <summary>{t('incidentLog.takes')}</summary>
      {takes.map((one, i) => (
        <p key={`${one.store} ${one.item}`} className="row-head">
          <span>{`${itemName(one.item)} ${formatNumber(one.amount)} · ${nameOf(one.store)}`}</span>
          <span className="space" />
          <IconButton
            icon="x"
            label={t('run.remove', { name: itemName(one.item) })}
            onClick={() => onChange(takes.filter((_, k) => k !== i))}
          />
        </p>
      ))}
      <ChoiceField
        label={t('incidentLog.item')}
        value={keyOf(row)}
        options={offered.map((one) => ({ value: keyOf(one), label: labelOf(one) }))}
        onChange={setChosen}
      />
      <FieldControl of={Amount} value={amount} onChange={setAmount} />
      <p className="row-head">
        <button type="button" className="btn small" onClick={() => onChange(withTaken(takes, { ...row, amount }))}>
          {t('incidentLog.addTaken')}
        </button>
      </p>
      {shortfalls(takes, stock.rows).map(({ store, item, left, short }) => (
        <p key={`${store} ${item}`} className="note" role="alert">
          {t('incidentLog.stockShort', {
            item: itemName(item),
            store: nameOf(store),
            left: formatNumber(left),
            short: formatNumber(short),
          })}
        </p>
      ))}
    </details>
  );
}

/** Two of one item become one. */
function withTaken(takes: readonly Taken[], { store, item, amount }: Taken): Taken[] {
  const before = takes.find((one) => one.store === store && one.item === item);
  const rest = takes.filter((one) => one !== before);
  return [...rest, { store, item, amount: amount + (before?.amount ?? 0) }];
}
