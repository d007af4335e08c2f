import { expect, test } from 'vitest';
import { Samples } from '../../../model/sensors/samples.ts';
import { SeriesCache } from '../../../src/plugins/feeds/series.ts';

const S = 1000;
const KEPT = 20;

/** A stream that speaks once a second: `value` of it is its second. History has every second of it, or what `late` says of one. */
function stream() {
  const samples = new Samples(KEPT);
  const late = new Map<number, number>();
  const asked: [number, number][] = [];
  let nextMs = 0;
  let clockMs = 0;
  return {
    samples,
    late,
    asked,
    book: new SeriesCache(() => clockMs),
    wait(ms: number) {
      clockMs += ms;
    },
    speak(count: number) {
      for (let i = 0; i < count; i++, nextMs += S) samples.put(nextMs, nextMs, nextMs / S);
    },
    skip(count: number) {
      nextMs += count * S;
    },
    async *past(fromMs: number, toMs: number) {
      asked.push([fromMs / S, toMs / S]);
      for (let ms = Math.max(0, S * Math.ceil(fromMs / S)); ms <= Math.min(toMs, nextMs - S); ms += S)
        yield { timeMs: ms, value: late.get(ms) ?? ms / S };
    },
  };
}

const seconds = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('an hour that is asked for again and again is asked of history once, and says what history would', async () => {
  const one = stream();
  one.speak(200);
  for (let round = 0; round < 40; round++) {
    const to = 199 + 7 * round;
    const { timesMs, values } = await one.book.series(one.samples, (to - 100) * S, to * S, one.past);
    expect([...values]).toEqual(seconds(to - 100, to));
    expect([...timesMs]).toEqual(seconds(to - 100, to).map((s) => s * S));
    one.speak(7);
  }
  expect(one.asked).toEqual([[99, 180]]);
});

test('what is kept answers alone; a longer look back is asked for, and a shorter one after it is not', async () => {
  const one = stream();
  one.speak(200);
  const look = async (from: number, to = 199) =>
    [...(await one.book.series(one.samples, from * S, to * S, one.past)).values].length;
  expect(await look(185)).toBe(15);
  expect(one.asked).toEqual([]);
  expect(await look(150)).toBe(50);
  expect(await look(20)).toBe(180);
  expect(await look(150)).toBe(50);
  expect(one.asked).toEqual([
    [150, 180],
    [20, 180],
  ]);
  expect(await look(50, 90)).toBe(41);
  expect(one.asked).toHaveLength(2);
});

test('of a span that ended before what is kept nothing is remembered', async () => {
  const one = stream();
  one.speak(200);
  for (let round = 0; round < 2; round++)
    expect([...(await one.book.series(one.samples, 50 * S, 90 * S, one.past)).values]).toEqual(seconds(50, 90));
  expect(one.asked).toEqual([
    [50, 90],
    [50, 90],
  ]);
});

test('history is asked again after a value that came too late to be kept, and after more was missed than is kept', async () => {
  const one = stream();
  one.speak(200);
  const look = async () => [...(await one.book.series(one.samples, 100 * S, 1000 * S, one.past)).values];
  await look();
  one.late.set(120 * S, 7);
  expect((await look())[20]).toBe(120);
  one.samples.put(120 * S, 121 * S, 7);
  expect((await look())[20]).toBe(7);
  expect(one.asked).toHaveLength(2);

  one.skip(100);
  one.speak(KEPT + 5);
  expect(await look()).toHaveLength(225);
  expect(one.asked).toHaveLength(3);
});

test('what was brought to history without a word is seen after a minute; without history what is known stands', async () => {
  const one = stream();
  one.speak(200);
  const look = async (past: typeof one.past | null = one.past) =>
    (await one.book.series(one.samples, 100 * S, 1000 * S, past)).values[20];
  await look();
  one.late.set(120 * S, 7);
  one.wait(59_000);
  expect(await look()).toBe(120);
  one.wait(1000);
  expect(await look(null)).toBe(120);
  expect(await look()).toBe(7);
  expect(one.asked).toHaveLength(2);
});

test('without history what is kept is all, and is not taken for the past later', async () => {
  const one = stream();
  one.speak(200);
  const look = async (past: typeof one.past | null) =>
    [...(await one.book.series(one.samples, 100 * S, 199 * S, past)).values].length;
  expect(await look(null)).toBe(KEPT);
  expect(await look(one.past)).toBe(100);
  expect(await look(null)).toBe(100);
  expect(one.asked).toHaveLength(1);
});

test('what is heard while history answers is not lost', async () => {
  const one = stream();
  one.speak(200);
  const { values } = await one.book.series(one.samples, 100 * S, 1000 * S, async function* (fromMs, toMs) {
    const told = one.past(fromMs, toMs);
    one.speak(10);
    yield* told;
  });
  expect([...values]).toEqual(seconds(100, 209));
});

test('history is asked one question after the other, whatever becomes of one of them', async () => {
  const book = new SeriesCache(() => 0);
  let underWay = 0;
  const answers = await Promise.allSettled(
    [1, 2, 3].map((value) =>
      book.series(new Samples(KEPT), 0, S, async function* () {
        expect(++underWay).toBe(1);
        await new Promise((done) => setTimeout(done, 1));
        underWay--;
        if (value === 2) throw new Error('the hub is gone');
        yield { timeMs: 0, value };
      }),
    ),
  );
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? [...answer.value.values] : null))).toEqual([
    [1],
    null,
    [3],
  ]);
});

test('years are not remembered', async () => {
  const one = stream();
  one.speak(10_000);
  for (let round = 0; round < 2; round++)
    expect((await one.book.series(one.samples, 0, 9999 * S, one.past)).values).toHaveLength(10_000);
  expect(one.asked).toHaveLength(2);
});
