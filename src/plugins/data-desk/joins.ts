import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Catalogue } from '../../../model/city/catalogue.ts';
import type { AttributeInfo, LayerInfo } from '../../../model/city/manifest.ts';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import type { JoinReport } from '../../../model/tables/join.ts';
import { NO_KEY } from '../../../model/tables/join-rows.ts';
import type { JoinHow } from '../../../model/tables/join-table.ts';
import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import type { RemoteLayerHolder } from '../../twin/catalogue/layer-holder.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import type { Twin } from '../../twin/twin.ts';
import { joinMessage } from './messages.ts';
import type { JoinAnswer, JoinedColumn } from './tasks/join.ts';

/** Ways of joining: by a key, by an address or a name, by the area that a row lies in, by the thing that is nearest to it. */
export const JOIN_WAYS = ['key', 'address', 'within', 'nearest'] as const;

/** A table that is joined to a layer: by which column of it and which attribute, or by which columns of degrees. */
export interface JoinWish {
  layerId: string;
  /** Absent: by a key, as in browsers that kept a join before there were other ways. */
  by?: (typeof JOIN_WAYS)[number];
  /** `id` is the object's id. */
  attribute: string;
  key: string;
  /** Columns of degrees east and north, where the join is by place. */
  x?: string;
  y?: string;
  /** Farther from every thing a row belongs to none. */
  withinM?: number;
  file: string;
  blob: Blob;
}

type JoinStatus =
  /** The layer is not there yet: files that a person added are read one after the other. */
  | { kind: 'waiting' }
  | { kind: 'joining' }
  | { kind: 'done'; report: JoinReport; attributes: readonly string[] }
  | { kind: 'failed'; reason: Reason };

/** A join and how it stands. */
export interface Join extends JoinWish {
  id: string;
  status: JoinStatus;
}

/** A join as a browser keeps it: it is made anew each time the city is opened. */
interface SavedJoin extends JoinWish {
  id: string;
  city: string;
}

/** Tables that are joined to layers of the open city. */
export interface Joins {
  readonly list: StoreApi<readonly Join[]>;
  add(wish: JoinWish): void;
  /** Joins another state of the same table; its columns take the place of the former ones. */
  update(id: string, file: File): void;
  remove(id: string): void;
  close(): void;
}

interface JoinParts {
  twin: Twin;
  catalogue: Pick<Catalogue, 'keys' | 'middles' | 'thingsAt'>;
  holder: RemoteLayerHolder | null;
  join(blob: Blob, file: string, how: JoinHow): Promise<JoinAnswer>;
  places(blob: Blob, file: string, columns: { x: string; y: string }, origin: LonLat): Promise<Float64Array>;
  factory: IDBFactory | undefined;
  report(reason: unknown): void;
}

const JOINS = 'joins';

/** Keeps the columns of tables on their layers, as attributes like those of the layers' own. */
export function openJoins({ twin, catalogue, holder, join, places, factory, report }: JoinParts): Joins {
  const list = createStore<readonly Join[]>()(() => []);
  const store = browserDatabase({
    factory,
    name: 'shapan-joins',
    stores: { [JOINS]: { keyPath: 'id' } },
    refused: (reason) => new Error(reason),
  });
  /** One after the other: each changes a layer's attributes. */
  let line: Promise<void> = Promise.resolve();
  let serial = 0;
  const find = (id: string) => list.getState().find((one) => one.id === id);
  const put = (id: string, part: Partial<Join>) =>
    list.setState(
      list.getState().map((one) => (one.id === id ? { ...one, ...part } : one)),
      true,
    );
  const layerOf = (id: string) => twin.city.layers.find((layer) => layer.id === id);
  const queue = (id: string) => {
    line = line.then(() => run(id));
  };

  function take(wish: JoinWish, id: string): void {
    list.setState([...list.getState(), { ...wish, id, status: { kind: 'waiting' } }], true);
    queue(id);
  }

  async function run(id: string): Promise<void> {
    const wish = find(id);
    const layer = wish && layerOf(wish.layerId);
    if (!wish || !layer) return;
    const before = wish.status.kind === 'done' ? wish.status.attributes : [];
    put(id, { status: { kind: 'joining' } });
    try {
      const how = await joinHow(wish, layer, { catalogue, places, origin: twin.city.origin });
      const { columns, report: found } = await join(wish.blob, wish.file, how);
      if (!find(id)) return;
      const attributes = await lay(wish, before, columns);
      put(id, { status: { kind: 'done', report: found, attributes } });
    } catch (error) {
      await lay(wish, before, []);
      put(id, { status: { kind: 'failed', reason: failureOf(error) } });
    }
  }

  /** Gives the layer these columns in place of those of the join before; answers their names in the layer. */
  async function lay(
    { id, layerId }: Pick<Join, 'id' | 'layerId'>,
    before: readonly string[],
    columns: readonly JoinedColumn[],
  ): Promise<string[]> {
    const layer = layerOf(layerId);
    if (!layer) return [];
    const others = layer.attributes.filter(({ name }) => !before.includes(name));
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    const taken = new Set(['id', ...others.map(({ name }) => name)]);
    const own = columns.map(({ name, type, range, bytes }, k): AttributeInfo => {
      const free = freeName(name, taken);
      taken.add(free);
      const file = `layers/${layerId}/columns/joined-${id}-${k}.bin`;
      files.set(file, bytes);
      return { name: free, type, label: { zh: free, en: free }, file, ...(range ? { range } : {}) };
    });
    const withOwn = (info: LayerInfo): LayerInfo => ({ ...info, attributes: [...others, ...own] });
    const held = await holder?.held(layerId);
    await holder?.adopt(withOwn(held?.layer ?? layer), files);
    twin.takeLayer(withOwn(layer));
    return own.map(({ name }) => name);
  }

  async function keep(id: string): Promise<void> {
    const wish = find(id);
    if (!wish) return;
    const { status: _, ...plain } = wish;
    const saved: SavedJoin = { ...plain, city: twin.city.id };
    await store
      .change([JOINS], (storeOf) => storeOf(JOINS).put(saved))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        report(joinMessage('keep-refused', { file: wish.file, reason }));
      });
  }

  store
    .ask<SavedJoin[]>(JOINS, (kept) => kept.getAll())
    .then(
      (kept) => {
        for (const { id, city, ...wish } of kept) if (city === twin.city.id) take(wish, id);
      },
      // A browser that keeps nothing has nothing to bring back; it is said when something is to be kept.
      () => undefined,
    );

  /** A layer that came, or was read again, lacks the columns of its tables. */
  const lacks = ({ layerId, status }: Join): boolean => {
    const layer = layerOf(layerId);
    if (!layer) return false;
    if (status.kind === 'waiting') return true;
    return (
      status.kind === 'done' && status.attributes.some((name) => !layer.attributes.some((one) => one.name === name))
    );
  };
  const unfollow = twin.follow(
    ({ layers }) => layers,
    () => {
      for (const one of list.getState()) if (lacks(one)) queue(one.id);
    },
  );

  return {
    list,
    add(wish) {
      const id = `${Date.now()}-${++serial}`;
      take(wish, id);
      void keep(id);
    },
    update(id, file) {
      put(id, { blob: file, file: file.name });
      queue(id);
      void keep(id);
    },
    remove(id) {
      const wish = find(id);
      list.setState(
        list.getState().filter((one) => one.id !== id),
        true,
      );
      if (wish?.status.kind === 'done') {
        const { attributes } = wish.status;
        line = line.then(async () => {
          await lay(wish, attributes, []);
        });
      }
      store.change([JOINS], (storeOf) => storeOf(JOINS).delete(id)).catch(() => undefined);
    },
    close: unfollow,
  };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let k = 2; taken.has(free); k++) free = `${name} (${k})`;
  return free;
}

/** Gathers what the task needs for a way of joining: keys of the things, or which thing each row lies in or near. */
async function joinHow(
  { layerId, by = 'key', attribute, key, x = '', y = '', withinM = 0, file, blob }: JoinWish,
  layer: LayerInfo,
  { catalogue, places, origin }: Pick<JoinParts, 'catalogue' | 'places'> & { origin: LonLat },
): Promise<JoinHow> {
  if (by === 'key') return { by, key, keys: await catalogue.keys(layerId, attribute) };
  const ids = await catalogue.keys(layerId, 'id');
  if (by === 'address') {
    const hasNames = attribute !== 'name' && layer.attributes.some(({ name }) => name === 'name');
    const names = hasNames ? await catalogue.keys(layerId, 'name') : [];
    return { by, key, keys: await catalogue.keys(layerId, attribute), ids, names };
  }
  const placesM = await places(blob, file, { x, y }, origin);
  if (by === 'nearest') return { by, x, y, placesM, middlesM: await catalogue.middles(layerId), withinM, ids };
  const thingOf = await catalogue.thingsAt(layerId, placesM);
  if (!thingOf) throw new MessageError(joinMessage('no-areas', { file }));
  return { by, x, y, thingOf: thingOf.map((thing, row) => (Number.isNaN(placesM[2 * row]) ? NO_KEY : thing)), ids };
}
