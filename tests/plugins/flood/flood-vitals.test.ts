import { expect, test } from 'vitest';
import { mostActiveGauge, vitalOf } from '../../../src/plugins/flood/flood-vitals.ts';
import { dryTotals, smallRun } from './small-run.ts';

const WEIR = { id: 'weir', label: { zh: '堰', en: 'Weir' } };
const BRIDGE = { id: 'bridge', label: { zh: '桥', en: 'Bridge' } };
const gauges = (gaugesM: Record<string, number[]>) => ({ gaugesM, ground: { gauges: [WEIR, BRIDGE] } });

test('the gauge that rises most over its first level speaks, not the one that stands highest', () => {
  const now = smallRun(gauges({ weir: [400, 400.5, 400.2], bridge: [350, 351, 352] }));
  expect(mostActiveGauge(now)).toMatchObject({ label: BRIDGE.label, levelsM: [350, 351, 352] });
});

test('the level is that of the shown time, with the highest of the run beside it', () => {
  const now = smallRun(gauges({ bridge: [350, 351, 350.4] }), { timeS: 30, frame: 0 });
  const vital = vitalOf('level', now);
  expect(vital.name).toEqual(BRIDGE.label);
  expect([vital.value?.('en'), vital.unit, vital.note?.value('en')]).toEqual(['350.50', 'm', '351.00']);
});

test('a run without gauges has no level', () => {
  expect(vitalOf('level', smallRun(gauges({})))).toEqual({ value: null, unit: 'm' });
});

test('ponded ground is told in square kilometres, between its frames and at its most', () => {
  const totals = [0, 250_000, 100_000].map((pondedM2, i) => dryTotals(60 * i, { pondedM2 }));
  const vital = vitalOf('ponding', smallRun({ totals }, { timeS: 90, frame: 1 }));
  expect([vital.value?.('en'), vital.unit, vital.note?.value('en')]).toEqual(['0.18', 'km²', '0.25']);
});

test('who is affected is counted in whole people, in 万 where Chinese does', () => {
  const totals = [0, 25_001, 20_000].map((residents, i) =>
    dryTotals(60 * i, { residents, wetResidents: residents / 10 }),
  );
  const vital = vitalOf('affected', smallRun({ totals }, { timeS: 30, frame: 0 }));
  expect(vital.value?.('en')).toBe('12,501');
  expect(vital.value?.('zh')).toBe('1.3\u2009万');
  expect(vital.note).toMatchObject({ word: 'flood.onWetStoreys' });
  expect(vital.note?.value('en')).toBe('1,250');
});

test('drains that give more back than they take are told by that name, not as a discharge below nought', () => {
  const ledgers = [{ drainedM3: 0 }, { drainedM3: 600 }, { drainedM3: -2400 }];
  const at = (frame: number) => vitalOf('outflow', smallRun({ ledgers }, { timeS: 60 * frame, frame }));
  expect([at(0).name, at(0).value?.('en')]).toEqual([undefined, '10.0']);
  expect([at(1).name?.en, at(1).value?.('en')]).toEqual(['Backflow from drains', '50.0']);
});

test('the discharge has what the pumps of the box that have power lift together', () => {
  const form = {
    ...{ drains: true, pumpsOff: false, failedSupplies: ['ss-2'] },
    area: { westM: 0, southM: 0, eastM: 100, northM: 100 },
  };
  const now = smallRun({ ledgers: [{ drainedM3: 0 }, { drainedM3: 600 }], ground: { drains: null }, frames: [] });
  const pump = (eastM: number, supply: string | null) => ({
    at: [eastM, 50] as [number, number],
    rateM3ps: 1.5,
    supply,
  });
  const site = { pumps: [pump(10, 'ss-1'), pump(20, 'ss-2'), pump(30, null), pump(900, 'ss-1')] };
  const pumpsIn = (change: object) =>
    vitalOf('outflow', { ...now, run: { ...now.run, form: { ...form, ...change } } as unknown as typeof now.run }, site)
      .pumps;
  expect(pumpsIn({})).toEqual({ powered: 2, all: 3, capacityM3ps: 3 });
  expect(pumpsIn({ pumpsOff: true })).toEqual({ powered: 1, all: 3, capacityM3ps: 1.5 });
  expect(pumpsIn({ drains: false })).toBeUndefined();
});

test('the discharge has how many pumps of the box run at the shown time and what they lift, by the frame before it', () => {
  const form = {
    ...{ drains: true, pumpsOff: false, failedSupplies: [] },
    area: { westM: 0, southM: 0, eastM: 100, northM: 100 },
  };
  const drains = (...pumpsM3ps: number[]) => ({ drains: { pumpsM3ps: Float32Array.from(pumpsM3ps) } });
  const record = {
    ledgers: [{ drainedM3: 0 }, { drainedM3: 600 }, { drainedM3: 1200 }],
    // The last one drains the box from beyond it.
    ground: { drains: { pumps: Float32Array.of(10, 50, 20, 50, 900, 50) } },
    frames: [drains(0, 0, 0), drains(1.5, 0, 1.5), { drains: { nodes: new Uint8Array(0) } }],
  };
  const at = [10, 20, 900].map((eastM) => ({ at: [eastM, 50] as [number, number], rateM3ps: 1.5, supply: 'ss-1' }));
  const runningAt = (frame: number) => {
    const now = smallRun(record, { timeS: 60 * frame, frame });
    return vitalOf('outflow', { ...now, run: { ...now.run, form } as unknown as typeof now.run }, { pumps: at }).pumps;
  };
  expect(runningAt(0)).toEqual({ powered: 2, all: 2, capacityM3ps: 3, running: { count: 0, liftedM3ps: 0 } });
  expect(runningAt(1)).toMatchObject({ running: { count: 1, liftedM3ps: 1.5 } });
  expect(runningAt(2)).toEqual({ powered: 2, all: 2, capacityM3ps: 3 });
});

test('a run without drains says nothing of its outflow', () => {
  expect(vitalOf('outflow', smallRun({ ledgers: [{ drainedM3: 0 }, { drainedM3: 0 }] }))).toEqual({
    value: null,
    unit: 'm³/s',
  });
});
