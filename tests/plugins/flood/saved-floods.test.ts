import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { FloodRecord } from '../../../src/plugins/flood/run-controller.ts';
import { openSavedFloodRuns } from '../../../src/plugins/flood/saved-flood-runs.ts';
import { openSavedFloodStore } from '../../../src/plugins/flood/saved-flood-store.ts';
import {
  openSavedFlood,
  type SavedFloodStore,
  type StoredFlood,
  saveFlood,
} from '../../../src/plugins/flood/saved-floods.ts';
import { defaultFloodForm, FLOOD_ENGINE, type FloodRunFacts } from '../../../src/plugins/flood/slice.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { dryTotals } from './small-run.ts';

/** A store that holds its runs in this process, as the browser's does in its database. */
function memoryStore(): SavedFloodStore & { held: Map<string, { flood: StoredFlood; planes: ArrayBuffer[] }> } {
  const held = new Map<string, { flood: StoredFlood; planes: ArrayBuffer[] }>();
  return {
    held,
    list: async () => [...held.values()].map(({ flood }) => flood).reverse(),
    put: async (flood, planes) => void held.set(flood.id, structuredClone({ flood, planes: [...planes] })),
    get: async (id) => structuredClone(held.get(id)) ?? null,
    remove: async (id) => void held.delete(id),
  };
}

const CELLS = 12;
const plane = (zero: number) => Float32Array.from({ length: CELLS }, (_, i) => zero + i / 7);
const ledger = {
  ...{ initialM3: 1, rainM3: 2, enteredM3: 0, infiltratedM3: 0, hollowsM3: 0, drainedM3: 0, leftM3: 0, storedM3: 3 },
  errorRatio: 1e-9,
};
const record: FloodRecord = {
  ground: {
    ...{ columns: 4, rows: 3, cellM: 8, westM: 0, southM: 0, baseM: 0, bedElevationM: plane(380) },
    ...{ rain: { stepS: 60, ratesMmPerH: [1, 2] }, gauges: [], notes: [], drains: null },
  },
  frames: [0, 600].map((timeS) => ({
    timeS,
    cells: Uint16Array.from({ length: 4 * CELLS }, (_, i) => i + timeS),
    drains: null,
    gaps: [],
  })),
  ledgers: [ledger, ledger],
  totals: [dryTotals(0), dryTotals(600, { buildings: 2 })],
  gaugesM: { g1: [1, 2] },
  end: {
    maxima: {
      watchEveryS: 10,
      ...{ depthM: plane(0), speedMps: plane(1), depthSpeedM2ps: plane(2), hazardRating: plane(3) },
      ...{ arrivalS: plane(4), deepestAtS: plane(5), over100MmS: plane(6), over300MmS: plane(7) },
    },
    impact: { buildings: [], roads: [], entrances: [], totals: [] },
    ...{ hash: 'ab', steps: 10, notes: [], wallS: 3 },
  },
};
const { city } = smallCity();
const site = {
  area: { westM: 0, southM: 0, eastM: 100, northM: 100 },
  ...{ cellM: 4, stormYears: null, riverYears: [], riverPeakH: 0, riverEndH: 0, hasDrains: false },
  ...{ supplies: [], breaches: [], gauges: [] },
};
const facts: FloodRunFacts = {
  ...{ id: 'flood-1', name: '推演 A', form: defaultFloodForm(site), origin: null, status: { kind: 'done' } },
  ...{ startMs: 1e12, endS: 600, timesS: [0, 600], hash: 'ab', notes: [], ledger, opened: null },
};

describe('a run that is kept', () => {
  test('comes back to the last bit', async () => {
    const store = memoryStore();
    const kept = await saveFlood(store, city.id, facts, record, 1000);
    expect(kept).toMatchObject({ name: '推演 A', cells: CELLS, endS: 600, keptMs: 1000 });
    expect(await openSavedFlood(store, kept.id)).toEqual({ facts, record });
  });

  test('is whole though a late frame comes while it is packed', async () => {
    const store = memoryStore();
    const growing = { ...record, frames: [...record.frames] };
    const keeping = saveFlood(store, city.id, facts, growing, 1000);
    growing.frames.push({ ...record.frames[1], timeS: 1200 });
    const { id, endS } = await keeping;
    expect(endS).toBe(600);
    expect((await openSavedFlood(store, id)).record.frames).toEqual(record.frames);
  });

  test('is refused by name where there is no room, and what was kept stays', async () => {
    const store = memoryStore();
    const { id } = await saveFlood(store, city.id, facts, record, 1000);
    const [held] = [...store.held.values()];
    held.flood.bytes = 1e9;
    await expect(saveFlood(store, city.id, facts, record, 2000)).rejects.toThrow(
      /1000 MB are used, the maximum is 1000 MB/,
    );
    expect([...store.held.keys()]).toEqual([id]);
  });

  test('says that the browser itself is full', async () => {
    const full = { ...memoryStore(), put: () => Promise.reject(new DOMException('', 'QuotaExceededError')) };
    await expect(saveFlood(full, city.id, facts, record, 1000)).rejects.toThrow(/no room/);
  });

  test('of which a plane is lost or cut is not opened', async () => {
    const store = memoryStore();
    const { id } = await saveFlood(store, city.id, facts, record, 1000);
    const held = store.held.get(id);
    held?.planes.pop();
    await expect(openSavedFlood(store, id)).rejects.toThrow('The saved run "推演 A" is incomplete');
    held?.planes.push(new ArrayBuffer(3));
    await expect(openSavedFlood(store, id)).rejects.toThrow('The saved run "推演 A" is incomplete');
    await expect(openSavedFlood(store, 'gone')).rejects.toThrow(/gone/);
  });
});

describe('the keeper', () => {
  let twin: Twin;
  beforeEach(() => {
    twin = pageTwin(city, 1e12);
  });
  const runs = (adopted: FloodRunFacts[] = []) => ({
    record: () => record,
    adopt: (each: FloodRunFacts) => void adopted.push(each),
  });

  test('keeps each run once when it is over, and none that was opened', async () => {
    const store = memoryStore();
    openSavedFloodRuns(twin, runs(), store);
    const { addRun, changeRun } = twin.getState();
    addRun(FLOOD_ENGINE, { ...facts, status: { kind: 'running', progressRatio: 0, etaS: null } });
    expect(store.held.size).toBe(0);
    changeRun(FLOOD_ENGINE, 'flood-1', { status: { kind: 'done' } });
    addRun(FLOOD_ENGINE, { ...facts, id: 'flood-2', ...{ opened: { file: 'a.flood' } } });
    changeRun(FLOOD_ENGINE, 'flood-1', { notes: [] });
    await vi.waitFor(() => expect(twin.getState().floodKept).toHaveLength(1), 20_000);
    expect([...store.held.values()].map(({ flood }) => flood.name)).toEqual(['推演 A']);
    expect(twin.getState().floodKept?.map(({ name }) => name)).toEqual(['推演 A']);
  });

  test('waits for the frames that come after the run’s end', async () => {
    const store = memoryStore();
    const growing = { ...record, frames: record.frames.slice(0, 1) };
    openSavedFloodRuns(twin, { record: () => growing, adopt: () => {} }, store);
    twin.getState().addRun(FLOOD_ENGINE, facts);
    growing.frames.push(record.frames[1]);
    await vi.waitFor(() => expect(store.held.size).toBe(1), 20_000);
    expect([...store.held.values()][0].flood.small.frames).toHaveLength(2);
  });

  test('lists this city’s runs alone, opens one as kept, and deletes it', async () => {
    const store = memoryStore();
    const { id } = await saveFlood(store, city.id, facts, record, 1000);
    await saveFlood(store, 'elsewhere', facts, record, 2000);
    const adopted: FloodRunFacts[] = [];
    const keeper = openSavedFloodRuns(twin, runs(adopted), store);
    await keeper.list();
    expect(twin.getState().floodKept?.map((each) => each.id)).toEqual([id]);
    await keeper.openKept(id);
    expect(adopted[0]).toMatchObject({ name: '推演 A', opened: { file: null } });
    await keeper.removeKept(id);
    expect([twin.getState().floodKept, store.held.size]).toEqual([[], 1]);
  });

  test('a browser that keeps nothing is said, and the run stays in the window', async () => {
    openSavedFloodRuns(twin, runs(), openSavedFloodStore(undefined));
    twin.getState().addRun(FLOOD_ENGINE, facts);
    await vi.waitFor(() => expect(twin.getState().floodKeepFailure).not.toBeNull(), 20_000);
    expect(twin.getState().floodKeepFailure?.en).toMatch(/does not let the page save data/);
    expect(twin.getState().runs[FLOOD_ENGINE].list).toHaveLength(1);
  });
});
