import { describe, expect, test } from 'vitest';
import { between, drainedM3ps, elapsedText, floodAt, rainOfLastHourMm } from '../../../src/plugins/flood/flood-time.ts';
import { smallRun } from './small-run.ts';

describe('the frame of a shown time', () => {
  const { run, record } = smallRun();
  const desk = { record: (id: string) => (id === run.id ? record : null) };
  const shown = (timeS: number) => {
    const now = floodAt(run, desk, timeS);
    return now && [now.frame, now.timeS, now.isWithin];
  };

  test('is the last that is not after it', () => {
    expect(shown(0)).toEqual([0, 0, true]);
    expect(shown(59)).toEqual([0, 59, true]);
    expect(shown(60)).toEqual([1, 60, true]);
    expect(shown(120)).toEqual([2, 120, true]);
  });

  test('is the first before the run and the last after it, and both are outside', () => {
    expect(shown(-5)).toEqual([0, 0, false]);
    expect(shown(121)).toEqual([2, 120, false]);
  });

  test('is none without a record of the run, and none before its first frame', () => {
    expect(floodAt(run, { record: () => null }, 30)).toBeNull();
    expect(floodAt({ ...run, timesS: [] }, desk, 30)).toBeNull();
  });
});

test('a figure lies straight between the frames, and stays at the last one', () => {
  const doubled = (frame: number) => [10, 30, 20][frame];
  expect(between(smallRun({}, { timeS: 15, frame: 0 }), doubled)).toBe(15);
  expect(between(smallRun({}, { timeS: 90, frame: 1 }), doubled)).toBe(25);
  expect(between(smallRun({}, { timeS: 120, frame: 2 }), doubled)).toBe(20);
});

describe('the rain of the last hour', () => {
  /** Half hours of 10, 20, 30 and 40 mm/h: 5, 10, 15 and 20 mm. */
  const rain = { ground: { rain: { stepS: 1800, ratesMmPerH: [10, 20, 30, 40] } } };
  const fallen = (timeS: number) => rainOfLastHourMm(smallRun(rain, { timeS }));

  test('counts the hour before the shown time only', () => {
    expect(fallen(3600)).toBeCloseTo(15, 9);
    expect(fallen(7200)).toBeCloseTo(35, 9);
  });

  test('takes the part of a step that lies in the hour', () => {
    expect(fallen(900)).toBeCloseTo(2.5, 9);
    expect(fallen(4500)).toBeCloseTo(2.5 + 10 + 7.5, 9);
  });

  test('is nothing before the first drop, and ends an hour after the last', () => {
    expect(fallen(0)).toBe(0);
    expect(fallen(7200 + 3600)).toBe(0);
  });
});

describe('what the drains take', () => {
  const ledgers = [0, 120, 60].map((drainedM3) => ({ drainedM3 }));

  test('is the change of the ledger over the frames about the shown time', () => {
    expect(drainedM3ps(smallRun({ ledgers }, { frame: 0 }))).toBe(2);
  });

  test('is negative where they give water back, also at the last frame', () => {
    expect(drainedM3ps(smallRun({ ledgers }, { frame: 1 }))).toBe(-1);
    expect(drainedM3ps(smallRun({ ledgers }, { frame: 2 }))).toBe(-1);
  });

  test('is not known of a run without drains, or of one frame', () => {
    const none = ledgers.map(() => ({ drainedM3: 0 }));
    expect(drainedM3ps(smallRun({ ledgers: none }, { frame: 1 }))).toBeNull();
    expect(drainedM3ps(smallRun({ ledgers: ledgers.slice(1, 2) }, { timesS: [0] }))).toBeNull();
  });
});

test("the run's own clock counts hours beyond a day", () => {
  expect([0, 37 * 60, 59.6 * 60, 26 * 3600 + 5 * 60].map(elapsedText)).toEqual([
    'T+0:00',
    'T+0:37',
    'T+1:00',
    'T+26:05',
  ]);
});
