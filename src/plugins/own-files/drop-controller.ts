import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { MessageError, messagesOf } from '../../../model/text/message.ts';
import type { RemoteLayerHolder } from '../../twin/catalogue/layer-holder.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import { nextGid } from '../../twin/next-gid.ts';
import type { Twin } from '../../twin/twin.ts';
import { type DroppedThings, groupFiles } from './drop-files.ts';
import type { DropStore, SavedDrop } from './drop-store.ts';
import { type HeldLayer, holdLayer } from './hold-layer.ts';
import { dropMessage } from './messages.ts';
import type {
  DropFrame,
  DropOptions,
  DropProgress,
  DroppedFile,
  DroppedLayer,
  DropReport,
  LayerRecipe,
} from './tasks/drop-types.ts';

/** A layer that stands in the city, with what is said of it. */
export interface AddedLayer {
  info: LayerInfo;
  recipe: LayerRecipe;
  report: DropReport;
}

type DropStatus =
  | { kind: 'waiting' }
  | ({ kind: 'reading' } & DropProgress)
  /** `asksCrs`: a named system of the coordinates mends it; `isUnplaced`: none was named yet, by nobody. */
  | { kind: 'failed'; reason: Reason; asksCrs: boolean; isUnplaced?: boolean }
  | { kind: 'laid'; layers: AddedLayer[] };

/** A file that a person added. */
export interface Drop {
  id: string;
  name: string;
  files: DroppedFile[];
  wish: DropOptions;
  status: DropStatus;
}

/** Reads in a worker; `start-drop.ts` has the one of the page. */
type Read = (
  files: DroppedFile[],
  wish: DropOptions,
  frame: DropFrame,
  hear: (progress: DropProgress) => void,
  cancel: AbortSignal,
) => Promise<DroppedLayer[]>;

/** Adds files to the open city as layers. */
export interface DropController {
  readonly drops: StoreApi<readonly Drop[]>;
  take(things: DroppedThings): void;
  /** Adds files as they were kept elsewhere; resolves when all are read. */
  restore(kept: readonly Omit<SavedDrop, 'city'>[]): Promise<void>;
  /** Reads a file again as it is wanted now. */
  change(id: string, wish: DropOptions): void;
  /** Ends a reading: a file that was added before stands as it did, a new one goes. */
  cancel(id: string): void;
  /** Removes what is being read; also puts away a file that was refused. */
  remove(id: string): void;
  close(): void;
}

interface DropParts {
  twin: Twin;
  cityUrl: string;
  holder: RemoteLayerHolder | null;
  store: DropStore;
  read: Read;
  report(reason: unknown): void;
}

const ENDED = 'drop ended';
/** Refusals that a named system mends. */
const CRS_CODES = new Set([
  'no-crs',
  'no-crs-metres',
  'crs',
  'crs-name',
  'crs-code',
  'model-place',
  'degrees',
  'model-space',
  'no-usable',
]);

/** Codes of faults that the form words in its own way; what the command line's option would be says nothing in a page. */
const UNPLACED_CODES = new Set(['no-crs', 'no-crs-metres', 'model-place']);

export function openDropController(parts: DropParts): DropController {
  const { twin, store, report } = parts;
  const drops = createStore<readonly Drop[]>()(() => []);
  const held = new Map<string, HeldLayer[]>();
  /** How each file stood when it was last added. */
  const added = new Map<string, Pick<Drop, 'wish' | 'status'>>();
  const cancels = new Map<string, AbortController>();
  /** One after the other: objects are numbered through. */
  let line: Promise<void> = Promise.resolve();
  let serial = 0;

  const find = (id: string) => drops.getState().find((drop) => drop.id === id);
  const put = (id: string, part: Partial<Drop>) =>
    drops.setState(
      drops.getState().map((drop) => (drop.id === id ? { ...drop, ...part } : drop)),
      true,
    );

  function add(files: DroppedFile[], wish: DropOptions, id = `${Date.now()}-${++serial}`): void {
    const drop: Drop = { id, name: files[0].name, files, wish, status: { kind: 'waiting' } };
    drops.setState([...drops.getState(), drop], true);
    line = line.then(() => readOne(id, wish.layers === undefined));
  }

  async function readOne(id: string, isNew: boolean): Promise<void> {
    const drop = find(id);
    if (!drop) return;
    const cancel = new AbortController();
    cancels.set(id, cancel);
    put(id, { status: { kind: 'reading', stage: 'reading', ratio: 0 } });
    try {
      const hear = (progress: DropProgress) => {
        if (!cancel.signal.aborted) put(id, { status: { kind: 'reading', ...progress } });
      };
      const layers = await readNumbered(drop, hear, cancel.signal);
      if (cancel.signal.aborted) return;
      await unlay(id);
      held.set(id, await Promise.all(layers.map((layer) => holdLayer(twin, parts.holder, layer))));
      const wish = { ...drop.wish, layers: layers.map(({ recipe }) => recipe) };
      const status: DropStatus = {
        kind: 'laid',
        layers: layers.map(({ info, recipe, report }) => ({ info, recipe, report })),
      };
      added.set(id, { wish, status });
      put(id, { wish, status });
      void keep({ ...drop, wish });
    } catch (error) {
      if (error === ENDED) return;
      if (isNew) await unlay(id);
      const codes = (messagesOf(error) ?? []).map(({ code }) => code);
      const asksCrs = codes.some((code) => CRS_CODES.has(code));
      const isUnplaced = codes.every((code) => UNPLACED_CODES.has(code)) && codes.length > 0;
      put(id, { status: { kind: 'failed', reason: failureOf(error), asksCrs, isUnplaced } });
    } finally {
      cancels.delete(id);
    }
  }

  /** Another layer may have taken the numbers meanwhile: then its tiles are made anew. */
  async function readNumbered(drop: Drop, hear: (progress: DropProgress) => void, cancel: AbortSignal) {
    for (;;) {
      const own = new Set((held.get(drop.id) ?? []).map(({ id }) => id));
      const frame = frameOf(own);
      const layers = await parts.read(drop.files, drop.wish, frame, hear, cancel);
      if (nextGid(twin) <= frame.gidBase) return layers;
    }
  }

  function frameOf(own: ReadonlySet<string>): DropFrame {
    const { origin, datum, grids, layers } = twin.city;
    return {
      cityUrl: parts.cityUrl,
      grids,
      origin,
      geoidUndulationM: datum.geoidUndulationM,
      taken: layers.map(({ id }) => id).filter((id) => !own.has(id)),
      gidBase: nextGid(twin),
    };
  }

  async function unlay(id: string): Promise<void> {
    for (const layer of held.get(id) ?? []) await layer.drop();
    held.delete(id);
  }

  /** What the browser does not keep is still on the map, and the person is told. */
  async function keep({ id, files, wish }: Drop): Promise<void> {
    const kept: SavedDrop = { id, city: twin.city.id, files, wish };
    await store.put(kept).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      report(dropMessage('keep-refused', { file: files[0].name, reason }));
    });
  }

  store.list(twin.city.id).then(
    (kept) => {
      for (const { id, files, wish } of kept) add(files, wish, id);
    },
    // A browser that keeps nothing has nothing to bring back; it is said when something is to be kept.
    () => undefined,
  );

  function remove(id: string): void {
    cancels.get(id)?.abort(ENDED);
    added.delete(id);
    drops.setState(
      drops.getState().filter((drop) => drop.id !== id),
      true,
    );
    void unlay(id);
    store.remove(id).catch(() => undefined);
  }

  return {
    drops,
    take({ files, refused }) {
      const rows = refused.map(({ name, reason }): Drop => {
        const status: DropStatus = { kind: 'failed', reason: failureOf(new MessageError(reason)), asksCrs: false };
        return { id: `${Date.now()}-${++serial}`, name, files: [], wish: {}, status };
      });
      if (rows.length > 0) drops.setState([...drops.getState(), ...rows], true);
      for (const group of groupFiles(files)) add(group, {});
    },
    async restore(kept) {
      for (const { id, files, wish } of kept) add(files, wish, id);
      await line;
    },
    change(id, wish) {
      cancels.get(id)?.abort(ENDED);
      put(id, { wish });
      line = line.then(() => readOne(id, false));
    },
    cancel(id) {
      const before = added.get(id);
      if (!before) return remove(id);
      cancels.get(id)?.abort(ENDED);
      put(id, before);
    },
    remove,
    close() {
      for (const cancel of cancels.values()) cancel.abort(ENDED);
      for (const id of held.keys()) void unlay(id);
    },
  };
}
