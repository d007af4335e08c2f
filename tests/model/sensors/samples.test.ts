import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Samples, samplesWithin } from '../../../model/sensors/samples.ts';

const MOST = 20;
const put = (samples: Samples, ...times: number[]) => times.map((ms) => samples.put(ms, ms, ms / 10));
const timesOf = ({ timesMs, start, end }: Samples) => [...timesMs.subarray(start, end)];
const valuesOf = ({ values, start, end }: Samples) => [...values.subarray(start, end)];

describe('samples of a stream', () => {
  test('lie in the order of their event times, in whichever they came', () => {
    const samples = new Samples(MOST);
    expect(put(samples, 10, 30, 20)).toEqual(['appended', 'appended', 'patched']);
    expect(timesOf(samples)).toEqual([10, 20, 30]);
    expect([samples.count, samples.lastMs, samples.lastValue]).toEqual([3, 30, 3]);
  });

  test('are none at first: no time and no value', () => {
    const samples = new Samples(MOST);
    expect([samples.count, samples.lastMs]).toEqual([0, Number.NEGATIVE_INFINITY]);
    expect(samples.lastValue).toBeNaN();
    expect(samples.indexFrom(0)).toBe(samples.end);
  });

  test('are the newest alone, and what comes older than all of them is counted and let go', () => {
    const samples = new Samples(MOST);
    for (let ms = 1; ms <= 50; ms++) samples.put(ms, ms, ms);
    expect(timesOf(samples)).toEqual(Array.from({ length: MOST }, (_, i) => 31 + i));
    expect(samples.forgottenMs).toBe(30);
    expect(samples.put(30, 30, 1)).toBe('tooOld');
    expect(samples.put(12, 12, 1)).toBe('tooOld');
    expect(samples.tooOld).toBe(2);
    expect(samples.isWritten).toBe(false);
  });

  test('that are full take one between them and let the oldest go', () => {
    const samples = new Samples(4);
    put(samples, 10, 20, 30, 40);
    expect(samples.put(25, 25, 1)).toBe('patched');
    expect(timesOf(samples)).toEqual([20, 25, 30, 40]);
    expect(samples.put(15, 15, 1)).toBe('tooOld');
    expect(samples.forgottenMs).toBe(15);
  });

  test('of one time: the later result stands, and of one result time the greater value', () => {
    const samples = new Samples(MOST);
    samples.put(10, 10, 5);
    expect(samples.put(10, 12, 4)).toBe('corrected');
    expect([valuesOf(samples), samples.isWritten]).toEqual([[4], true]);
    expect(samples.put(10, 11, 9)).toBe('corrected');
    expect([valuesOf(samples), samples.isWritten]).toEqual([[4], false]);
    expect(samples.put(10, 12, 7)).toBe('contradicted');
    expect(valuesOf(samples)).toEqual([7]);
    expect(samples.put(10, 12, 3)).toBe('contradicted');
    expect(valuesOf(samples)).toEqual([7]);
  });

  test('that were heard before are duplicates, also of what stands no longer', () => {
    const samples = new Samples(MOST);
    samples.put(10, 10, 5);
    expect(samples.put(10, 10, 5)).toBe('duplicate');
    samples.put(10, 12, 4);
    expect(samples.put(10, 10, 5)).toBe('duplicate');
    expect(samples.put(10, 13, 4)).toBe('duplicate');
  });

  test('that are kept depend on what came and not on its order', () => {
    const sample = fc.record({
      timeMs: fc.integer({ min: 0, max: 40 }),
      resultMs: fc.integer({ min: 0, max: 3 }),
      value: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 60 }), fc.infiniteStream(fc.nat()), (all, chances) => {
        const inOrder = new Samples(8);
        const shuffled = new Samples(8);
        for (const { timeMs, resultMs, value } of all) inOrder.put(timeMs, resultMs, value);
        const rest = [...all];
        while (rest.length > 0) {
          const [{ timeMs, resultMs, value }] = rest.splice(chances.next().value % rest.length, 1);
          shuffled.put(timeMs, resultMs, value);
        }
        expect(timesOf(shuffled)).toEqual(timesOf(inOrder));
        expect(valuesOf(shuffled)).toEqual(valuesOf(inOrder));
      }),
      { numRuns: 200, seed: 19 },
    );
  });

  test('are found by their time as a search from the front would find them', () => {
    const samples = new Samples(100);
    for (let i = 0; i < 77; i++) samples.put(7 * i, 7 * i, i);
    for (let ms = -3; ms < 560; ms++) {
      const at = timesOf(samples).findIndex((time) => time >= ms);
      expect(samples.indexFrom(ms) - samples.start).toBe(at < 0 ? samples.count : at);
    }
  });

  test('move to the front of their arrays without one being lost', () => {
    const samples = new Samples(64);
    for (let ms = 1; ms <= 5000; ms++) {
      samples.put(ms, ms, 2 * ms);
      expect(samples.values[samples.at]).toBe(2 * ms);
      expect(samples.count).toBe(Math.min(ms, 64));
    }
    expect(timesOf(samples)).toEqual(Array.from({ length: 64 }, (_, i) => 4937 + i));
    expect(samples.timesMs.length).toBeLessThanOrEqual(81);
  });
});

test('so many samples a stream lie within the bytes, with a quarter to spare', () => {
  expect(samplesWithin(28 * 1250, 1)).toBe(1000);
  expect(samplesWithin(28 * 1250, 10)).toBe(100);
  expect(samplesWithin(28 * 1250, 0)).toBe(1000);
});
