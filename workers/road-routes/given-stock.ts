import type { Resources } from '../../model/resources/resources.ts';
import type { Text } from '../../model/text/text.ts';
import type { CityFiles } from '../shared/engine.ts';
import { type RoleRow, roleLayers } from '../shared/role-rows.ts';

type Store = Resources['stores'][number];

/** Stores that were taken from layers with the role of stock. */
export interface StockUsed {
  labels: Text[];
  isGuessed: boolean;
  stores: number;
  items: number;
  /** Rows without an item or without a quantity of zero or more; they are left out. */
  unread: number;
}

const EMPTY: Resources = { teams: [], vehicles: [], stores: [], shelters: [], hospitals: [] };

/** The resources of a city with the stores of its layers beside its own; `used` is null where no layer has the role. */
export async function withGivenStock(
  files: CityFiles,
  own: Resources | null,
): Promise<{ resources: Resources | null; used: StockUsed | null }> {
  const layers = await roleLayers(files, 'stock');
  if (layers.length === 0) return { resources: own, used: null };
  const stores = new Map<string, Store>();
  let unread = 0;
  for (const { layer, rows } of layers) for (const row of rows) if (!addItem(stores, layer.id, row)) unread++;
  const given = [...stores.values()];
  const kept = own ?? EMPTY;
  return {
    resources: { ...kept, stores: [...kept.stores, ...given] },
    used: {
      labels: layers.map(({ layer }) => layer.label),
      isGuessed: layers.some(({ isGuessed }) => isGuessed),
      stores: given.length,
      items: given.reduce((sum, { stock }) => sum + Object.keys(stock).length, 0),
      unread,
    },
  };
}

/** A row is one item of a store; rows of the same name at the same metre are of one store, and an item that comes twice is added up. */
function addItem(stores: Map<string, Store>, layerId: string, { id, name, atM, number, cell }: RoleRow): boolean {
  const item = String(cell('item') ?? '').trim();
  const quantity = number('quantity');
  if (item === '' || quantity === null || !(quantity >= 0)) return false;
  const unit = String(cell('unit') ?? '').trim();
  const stated = String(cell('store') ?? '').trim();
  const key = `${stated || name.zh} ${atM.map(Math.round).join(' ')}`;
  const store = stores.get(key) ?? {
    id: `${layerId}/${id}`,
    name: stated === '' ? name : { zh: stated, en: stated },
    at: atM,
    stock: {},
  };
  stores.set(key, store);
  const kind = unit === '' ? item : `${item} (${unit})`;
  store.stock[kind] = (Object.hasOwn(store.stock, kind) ? store.stock[kind] : 0) + quantity;
  return true;
}
