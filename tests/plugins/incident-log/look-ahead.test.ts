import { expect, test } from 'vitest';
import type { App } from '../../../src/kit/plugin.ts';
import { DEFAULT_DRAFT } from '../../../src/plugins/incident-log/ahead-draft.ts';
import { openLookAhead } from '../../../src/plugins/incident-log/look-ahead.ts';
import {
  PEOPLE_AHEAD,
  type PeopleBasis,
  type PeopleSituation,
  WATER_AHEAD,
  type WaterBasis,
  type WaterSituation,
} from '../../../src/twin/look-ahead.ts';
import type { RunFacts, RunStatus } from '../../../src/twin/runs.ts';
import type { ServiceKey } from '../../../src/twin/services.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const WATER: WaterSituation = {
  at: [0, 0],
  reachM: 150,
  nowMs: 0,
  horizonMin: 30,
  rain: { kind: 'design', depthMm: 60 },
  breach: null,
};
const PEOPLE: PeopleSituation = {
  at: [0, 0],
  reachM: 100,
  nowMs: 0,
  horizonMin: 30,
  perM2: 0.1,
  seatedPct: 0,
  works: [],
};
const RUNNING: RunStatus = { kind: 'running', progressRatio: 0, etaS: null };

/** Tools that begin a run with each start, and hear in what water. */
function opened() {
  const twin = pageTwin(smallCity().city);
  const waters: (string | null)[] = [];
  const lines: string[] = [];
  let serial = 0;
  const add = (engine: string, name: string): string => {
    const id = `${engine}-${++serial}`;
    const run: RunFacts = {
      id,
      name,
      form: {},
      origin: null,
      status: RUNNING,
      startMs: 0,
      endS: 1800,
      timesS: [0],
      hash: null,
      notes: [],
    };
    twin.getState().addRun(engine, run);
    return id;
  };
  const services = new Map<unknown, unknown>([
    [
      WATER_AHEAD,
      {
        engine: 'flood',
        stop: () => {},
        look: async () => ({
          basis: {} as WaterBasis,
          start: async ({ name }: { name: string }) => add('flood', name),
        }),
      },
    ],
    [
      PEOPLE_AHEAD,
      {
        engine: 'crowd',
        stop: () => {},
        look: async () => ({
          basis: {} as PeopleBasis,
          start: async ({ name }: { name: string }, water: string | null) => {
            waters.push(water);
            return add('crowd', name);
          },
        }),
      },
    ],
  ]);
  const app = { twin, service: (key: ServiceKey<unknown>) => services.get(key) ?? null } as unknown as App;
  let keys = 0;
  const ahead = openLookAhead(app, {
    newKey: () => `item-${++keys}`,
    compared: ({ name }, noAction, run, { changes }) => {
      const told = changes.filter(({ change }) => change !== null).map((one) => `${one.name} ${one.change}`);
      lines.push(`${name}: ${run.id} − ${noAction.id}: ${told.join(', ')}`);
    },
  });
  const end = (
    engine: string,
    id: string,
    values: Partial<Record<'left' | 'waded' | 'wetResidents', number>>,
    status: RunStatus = { kind: 'done' },
  ) =>
    twin.getState().changeRun(engine, id, {
      status,
      hash: 'a'.repeat(64),
      figures: {
        loss: null,
        more: Object.entries(values).map(([name, value]) => ({ name: name as 'left', value, unit: '1' })),
      },
    });
  return { twin, ahead, waters, lines, end };
}

const WISH = {
  water: { situation: WATER, variants: [{ name: 'none', rainFactor: 1, breachClosedInMin: null, pumps: [] }] },
  people: {
    situation: PEOPLE,
    variants: [
      { name: 'untold', notifiedInMin: null, shut: null },
      { name: 'now', notifiedInMin: 0, shut: null },
    ],
  },
} as const;
const settled = () => new Promise((done) => setTimeout(done, 0));

test('evacuations wait for the water without action, walk in it, and are held against who was told nothing', async () => {
  const { twin, ahead, waters, lines, end } = opened();
  await ahead.start(WISH);
  await settled();
  const kinds = () => ahead.state.getState().items.map(({ subject, state }) => `${subject} ${state.kind}`);
  expect(kinds()).toEqual(['water begun', 'people waiting', 'people waiting']);
  end('flood', 'flood-1', { wetResidents: 12 });
  await settled();
  expect(kinds()).toEqual(['water begun', 'people begun', 'people begun']);
  expect(waters).toEqual(['flood-1', 'flood-1']);
  end('crowd', 'crowd-2', { left: 0, waded: 0 });
  end('crowd', 'crowd-3', { left: 40, waded: 3 });
  await settled();
  expect(lines).toEqual(['now: crowd-3 − crowd-2: left 40, waded 3']);
  expect(twin.getState().runs.crowd.list.map(({ name }) => name)).toEqual(['untold', 'now']);
});

test('without that water people are not played on dry ground in silence', async () => {
  const { ahead, waters, end } = opened();
  await ahead.start(WISH);
  await settled();
  end('flood', 'flood-1', {}, { kind: 'failed', reason: { zh: '无', en: 'none' } });
  await settled();
  expect(ahead.state.getState().items.map(({ state }) => state.kind)).toEqual(['begun', 'failed', 'failed']);
  expect(waters).toEqual([]);
});

test('what is filled in is kept by the incident: another one begins with its own', () => {
  const { ahead } = opened();
  ahead.fill('one', 'water', { reachM: 150 });
  ahead.fill('one', 'people', { isOn: true });
  ahead.fill('one', 'water', { depthMm: 80 });
  const { one, two } = ahead.state.getState().drafts;
  expect([one.water.reachM, one.water.depthMm, one.people.isOn]).toEqual([150, 80, true]);
  expect(two).toBeUndefined();
  expect(DEFAULT_DRAFT.water.reachM).toBe(600);
});
