import { failureOf } from '../../twin/failure.ts';
import { runById } from '../../twin/runs.ts';
import type { Twin } from '../../twin/twin.ts';
import type { FloodRecord } from './run-controller.ts';
import { openSavedFlood, type SavedFloodStore, saveFlood } from './saved-floods.ts';
import { FLOOD_ENGINE, type FloodRunFacts, floodRuns } from './slice.ts';

interface Runs {
  record(id: string): FloodRecord | null;
  /** Brings a run into the window that was played elsewhere. */
  adopt(facts: FloodRunFacts, record: FloodRecord): void;
}

/** Keeps each run of this window when it is over, and brings kept ones back. */
interface SavedFloodRuns {
  /** Reads what there is, once. */
  list(): Promise<void>;
  openKept(id: string): Promise<void>;
  removeKept(id: string): Promise<void>;
  close(): void;
}

const QUIET_MS = 3000;

export function openSavedFloodRuns(twin: Twin, runs: Runs, store: SavedFloodStore): SavedFloodRuns {
  const seen = new Set<string>();
  /** One after the other: each must know how much room the one before took. */
  let work: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(each: () => Promise<T>): Promise<T> => {
    const done = work.then(each);
    work = done.catch(() => {});
    return done;
  };
  const read = async () => {
    const kept = await store.list();
    twin.getState().takeKeptFloods(kept.filter(({ city }) => city === twin.city.id));
  };
  /** Frames come by a way of their own and may be later than the run's end: they are all there when none has come for a while. */
  async function allFrames(id: string): Promise<void> {
    const countOf = () => runs.record(id)?.frames.length ?? 0;
    const { endS = 0 } = runById<FloodRunFacts>(twin.getState(), FLOOD_ENGINE, id) ?? {};
    for (let count = -1; count !== countOf() && (runs.record(id)?.frames.at(-1)?.timeS ?? endS) < endS; ) {
      count = countOf();
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  }
  async function keep(id: string): Promise<void> {
    await allFrames(id);
    const facts = runById<FloodRunFacts>(twin.getState(), FLOOD_ENGINE, id);
    const record = runs.record(id);
    if (!facts || !record?.end) return;
    await saveFlood(store, twin.city.id, facts, record, Date.now());
    twin.getState().failFloodKeep(null);
    await read();
  }
  const fail = (error: unknown) => twin.getState().failFloodKeep(failureOf(error));
  const end = twin.follow(
    (state) =>
      floodRuns(state)
        .list.filter(({ status, opened }) => !opened && (status.kind === 'done' || status.kind === 'stopped'))
        .map(({ id }) => id)
        .join(),
    (ids) => {
      for (const id of ids.split(',')) {
        if (id === '' || seen.has(id)) continue;
        seen.add(id);
        inTurn(() => keep(id)).catch(fail);
      }
    },
  );
  return {
    list: () => inTurn(read).catch(fail),
    openKept: (id) =>
      inTurn(async () => {
        const { facts, record } = await openSavedFlood(store, id);
        runs.adopt({ ...facts, opened: { file: null } }, record);
      }),
    removeKept: (id) =>
      inTurn(async () => {
        await store.remove(id);
        await read();
        twin.getState().failFloodKeep(null);
      }),
    close: end,
  };
}
