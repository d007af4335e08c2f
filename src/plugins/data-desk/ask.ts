import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Condition, DataQuery } from '../../../model/questions/data-query.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import type { QueryResult } from '../../../model/tables/query-rows.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import type { Picking } from '../../twin/pick.ts';

/** Rows that a table on screen shows at most; files have all. */
export const MAX_SHOWN_ROWS = 2000;

/** What a person chose; places are kept while another way of choosing is looked at. */
export interface AskForm {
  layer: string;
  match: DataQuery['match'];
  conditions: readonly Condition[];
  where: 'anywhere' | 'ring' | 'thing' | 'near-place' | 'near-layer';
  ringM: readonly (readonly [number, number])[] | null;
  thing: { layer: string; row: number; id: string } | null;
  atM: readonly [number, number] | null;
  nearLayer: string;
  distanceM: number;
  group: string;
  measure: string;
}

/** An answer with the rows that are shown of it. */
export interface Answer {
  query: DataQuery;
  result: QueryResult;
  shown: DataTable;
}

interface AskState {
  form: AskForm;
  isAsking: boolean;
  failure: Reason | null;
  answer: Answer | null;
}

/** Questions about the things of a layer, one at a time. */
export interface Ask {
  readonly state: StoreApi<AskState>;
  set(part: Partial<AskForm>): void;
  run(): Promise<void>;
  clear(): void;
  close(): void;
}

const EMPTY: AskForm = {
  layer: '',
  match: 'all',
  conditions: [],
  where: 'anywhere',
  ringM: null,
  thing: null,
  atM: null,
  nearLayer: '',
  distanceM: 500,
  group: '',
  measure: '',
};

/** Classes of things in the picture: those that answer, and the others. */
const TOKENS = ['seq-6', 'line'];

/** The question that a form comes to; null: no layer is chosen, or the place is not drawn yet. */
export function queryOf(form: AskForm): DataQuery | null {
  const { layer, match, conditions, where, ringM, thing, atM, nearLayer, distanceM, group, measure } = form;
  if (layer === '') return null;
  const plain = {
    layer,
    match,
    conditions: [...conditions],
    ...(group === '' ? {} : { group }),
    ...(measure === '' ? {} : { measure }),
  };
  switch (where) {
    case 'anywhere':
      return plain;
    case 'ring':
      return ringM && { ...plain, within: { by: 'ring', ringM: [...ringM] } };
    case 'thing':
      return thing && { ...plain, within: { by: 'thing', layer: thing.layer, row: thing.row } };
    case 'near-place':
      return atM && { ...plain, near: { by: 'place', atM: [...atM], distanceM } };
    case 'near-layer':
      return nearLayer === '' ? null : { ...plain, near: { by: 'layer', layer: nearLayer, distanceM } };
  }
}

/** Asks the catalogue, shows the answer on the map and keeps it for the panel. `owner` is that of the picking. */
export function openAsk({ twin, catalogue }: App, owner: string): Ask {
  const state = createStore<AskState>()(() => ({ form: EMPTY, isAsking: false, failure: null, answer: null }));
  let serial = 0;
  const set = (part: Partial<AskForm>) => state.setState(({ form }) => ({ form: { ...form, ...part } }));

  function paint(answer: Answer | null): void {
    const layer = twin.city.layers.find(({ id }) => id === answer?.query.layer);
    if (!answer || !layer) {
      twin.getState().paintRows(null);
      return;
    }
    const classes = new Uint8Array(layer.count).fill(1);
    for (const row of answer.result.rows) classes[row] = 0;
    twin.getState().paintRows({ layerId: layer.id, classes, tokens: TOKENS });
    twin.getState().showLayer(layer.id, true);
  }

  function picked(pick: Picking | null): void {
    if (pick?.owner !== owner || pick.points.length === 0) return;
    const points = pick.points.map(({ enu: [x, y] }) => [x, y] as const);
    if (pick.kind === 'place') set({ atM: points[0] });
    else if (pick.done) set({ ringM: points });
    else return;
    twin.getState().endPicking(owner);
  }

  const unfollow = twin.follow(({ pick }) => pick, picked);
  return {
    state,
    set,
    async run() {
      const query = queryOf(state.getState().form);
      if (!query) return;
      const own = ++serial;
      state.setState({ isAsking: true, failure: null });
      try {
        const result = await catalogue.query(query);
        const shown = await catalogue.records(query.layer, result.rows.slice(0, MAX_SHOWN_ROWS));
        if (own !== serial) return;
        const answer = { query, result, shown };
        state.setState({ isAsking: false, answer });
        paint(answer);
      } catch (error) {
        if (own === serial) state.setState({ isAsking: false, failure: failureOf(error) });
      }
    },
    clear() {
      serial++;
      state.setState({ isAsking: false, failure: null, answer: null });
      paint(null);
    },
    close: unfollow,
  };
}
