import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import { floodFormMessage } from './messages.ts';
import type { SavedFloodStore, StoredFlood } from './saved-floods.ts';
import type { SavedFlood } from './slice.ts';

const DATABASE = 'shapan-floods';
const FLOODS = 'floods';
/** Keys are a flood's id and the number of the plane. */
const PLANES = 'planes';

/** Runs in the browser's own database: one transaction a run, so that one that breaks off leaves nothing. */
export function openSavedFloodStore(factory: IDBFactory | undefined): SavedFloodStore {
  const database = browserDatabase({
    factory,
    name: DATABASE,
    stores: { [FLOODS]: { keyPath: 'id' }, [PLANES]: {} },
    refused: (reason) => new MessageError(floodFormMessage('keep-refused', { reason })),
  });
  return {
    async list() {
      const stored = await database.ask<StoredFlood[]>(FLOODS, (store) => store.getAll());
      return stored.map(listed).sort((a, b) => b.keptMs - a.keptMs);
    },
    put: (flood, planes) =>
      database.change([FLOODS, PLANES], (storeOf) => {
        for (const [i, plane] of planes.entries()) storeOf(PLANES).put(plane, [flood.id, i]);
        storeOf(FLOODS).put(flood);
      }),
    async get(id) {
      const [found, planes] = await Promise.all([
        database.ask<StoredFlood | undefined>(FLOODS, (store) => store.get(id)),
        database.ask<ArrayBuffer[]>(PLANES, (store) => store.getAll(planesOf(id))),
      ]);
      return found ? { flood: found, planes } : null;
    },
    remove: (id) =>
      database.change([FLOODS, PLANES], (storeOf) => {
        storeOf(FLOODS).delete(id);
        storeOf(PLANES).delete(planesOf(id));
      }),
  };
}

const planesOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

const listed = ({ facts: _, small: __, ...kept }: StoredFlood): SavedFlood => kept;
