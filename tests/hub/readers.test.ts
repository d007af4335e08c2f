import { expect, test, vi } from 'vitest';
import { QUESTION_LIMIT_MS, QuestionRefused, Readers } from '../../hub/sql/readers.ts';
import { openTurns } from '../../hub/sql/turns.ts';

/** Work that ends when the test says so; `begun` has the names in the order in which they began. */
function works(begun: string[]) {
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((done) => {
      begun.push(name);
      ends.set(name, () => done(name));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((done) => setTimeout(done));
  };
  return { work, end };
}

const ONE = { sessions: 1, rests: false };
const short = (asker: string) => ({ asker, isLong: false });

test('writes come first, in their order, and after each of them one question: neither starves the other', async () => {
  const begun: string[] = [];
  const { work, end } = works(begun);
  const turns = openTurns();
  for (const name of ['w1', 'w2', 'w3']) void turns.write(work(name));
  for (const name of ['r1', 'r2', 'r3', 'r4']) void turns.read(work(name));
  for (const name of ['w1', 'r1', 'w2', 'r2', 'w3', 'r3', 'r4']) await end(name);
  expect(begun).toEqual(['w1', 'r1', 'w2', 'r2', 'w3', 'r3', 'r4']);
});

test('work that fails gives its turn on', async () => {
  const turns = openTurns();
  await expect(turns.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.read(async () => 7)).toBe(7);
});

test('who had least of the engine is next: one asker cannot stand before another with a hundred questions', async () => {
  let nowMs = 0;
  const begun: string[] = [];
  const { work, end } = works(begun);
  const readers = new Readers(ONE, () => nowMs);
  for (const name of ['a1', 'a2', 'a3']) void readers.ask(short('a'), work(name));
  void readers.ask(short('b'), work('b1'));
  nowMs = 1000;
  await end('a1');
  await end('b1');
  await end('a2');
  expect(begun).toEqual(['a1', 'b1', 'a2', 'a3']);
});

test('the more an asker had in a minute, the less time its next question gets', async () => {
  let nowMs = 0;
  const readers = new Readers(ONE, () => nowMs);
  const limits: number[] = [];
  const ask = (asker: string, ms: number) =>
    readers.ask(short(asker), async (limitMs) => {
      limits.push(limitMs);
      nowMs += ms;
    });
  await ask('a', 4000);
  await ask('a', 4000);
  await ask('a', 4000);
  await ask('a', 10);
  await ask('b', 10);
  nowMs += 60_001;
  await ask('a', 10);
  expect(limits).toEqual([QUESTION_LIMIT_MS, QUESTION_LIMIT_MS, 2000, 500, QUESTION_LIMIT_MS, QUESTION_LIMIT_MS]);
});

test('three questions that had to be cut, and the asker waits ten minutes; nobody else does', async () => {
  let nowMs = 0;
  const readers = new Readers(ONE, () => nowMs);
  const cut = () => readers.ask(short('a'), () => Promise.reject(new QuestionRefused('too-long', 5000)));
  for (let i = 0; i < 3; i++) await expect(cut()).rejects.toMatchObject({ statusCode: 400 });
  await expect(cut()).rejects.toMatchObject({ statusCode: 429 });
  expect(await readers.ask(short('b'), async () => 1)).toBe(1);
  nowMs = 600_001;
  expect(await readers.ask(short('a'), async () => 1)).toBe(1);
});

test('a question that waited for ten seconds is refused, and a line of 500 takes no more', async () => {
  let nowMs = 0;
  const { work, end } = works([]);
  const readers = new Readers(ONE, () => nowMs);
  void readers.ask(short('a'), work('long'));
  const waiting = Array.from({ length: 500 }, (_, i) => readers.ask(short(`asker ${i}`), async () => i).catch(String));
  await expect(readers.ask(short('z'), async () => 1)).rejects.toMatchObject({ statusCode: 503 });
  nowMs = 10_001;
  await end('long');
  expect(await waiting[0]).toContain('too many questions');
});

test('short questions go before long ones, and after one had to be ended the long ones of others get a second each', async () => {
  let nowMs = 0;
  const begun: string[] = [];
  const limits: number[] = [];
  const readers = new Readers(ONE, () => nowMs);
  const long = (asker: string) =>
    readers.ask({ asker, isLong: true }, (limitMs) => {
      begun.push(asker);
      limits.push(limitMs);
      nowMs += limitMs;
      return Promise.reject(new QuestionRefused('too-long', limitMs));
    });
  const asked = [long('a'), long('b'), long('c')].map((one) => one.catch(String));
  await readers.ask(short('d'), async () => void begun.push('d'));
  await Promise.all(asked);
  expect(begun).toEqual(['a', 'd', 'b', 'c']);
  expect(limits).toEqual([QUESTION_LIMIT_MS, 1000, 1000]);
});

test('a question whose asker has gone is dropped while it waits, and asked no more', async () => {
  const begun: string[] = [];
  const { work, end } = works(begun);
  const readers = new Readers(ONE);
  const gone = new AbortController();
  void readers.ask(short('a'), work('first'));
  const dropped = readers.ask({ ...short('b'), signal: gone.signal }, work('dropped'));
  const third = readers.ask(short('c'), work('third'));
  gone.abort();
  await expect(dropped).rejects.toMatchObject({ statusCode: 499 });
  await expect(readers.ask({ ...short('b'), signal: gone.signal }, work('late'))).rejects.toMatchObject({
    statusCode: 499,
  });
  await end('first');
  await end('third');
  expect(await third).toBe('third');
  expect(begun).toEqual(['first', 'third']);
});

test('while a crowd waits, those who write find the session free for as long as each question took', async () => {
  vi.useFakeTimers();
  let nowMs = 0;
  const begun: number[] = [];
  const readers = new Readers({ sessions: 1, rests: true }, () => nowMs);
  for (let i = 0; i < 11; i++)
    void readers.ask(short(`asker ${i}`), async () => {
      begun.push(i);
      nowMs += 100;
    });
  await vi.advanceTimersByTimeAsync(99);
  expect(begun).toEqual([0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual([0, 1]);
  // From here on eight wait and fewer: no crowd.
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toHaveLength(11);
  vi.useRealTimers();
});
