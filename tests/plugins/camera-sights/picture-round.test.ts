import { expect, test } from 'vitest';
import { openPictureRound } from '../../../src/plugins/camera-sights/picture-round.ts';

/** A round on a clock of its own: pictures take 100 ms, and what was taken when is written down. */
function openRound() {
  let nowMs = 0;
  let isHidden = false;
  const timers: { atMs: number; call(): void }[] = [];
  const taken: { id: string; atMs: number }[] = [];
  const failed: string[] = [];
  const after = (ms: number, call: () => void) => {
    const timer = { atMs: nowMs + ms, call };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  };
  const round = openPictureRound<string>({
    take: (id) =>
      new Promise((done, reject) => {
        taken.push({ id, atMs: nowMs });
        after(100, () => (id === 'broken' ? reject(new Error('no picture')) : done(id)));
      }),
    put: () => {},
    fail: (id) => failed.push(id),
    nowMs: () => nowMs,
    after,
    isHidden: () => isHidden,
  });
  return {
    round,
    taken,
    failed,
    hide: (on: boolean) => {
      isHidden = on;
    },
    async play(untilMs: number) {
      for (; nowMs < untilMs; nowMs += 50) {
        for (const timer of timers.filter(({ atMs }) => atMs <= nowMs)) {
          timers.splice(timers.indexOf(timer), 1);
          timer.call();
        }
        await new Promise((done) => setImmediate(done));
      }
    },
  };
}

test('watched cameras are drawn in turn, at most two pictures a second, and rest when nothing changes', async () => {
  const { round, taken, play } = openRound();
  round.watch('a');
  round.watch('b');
  await play(3000);
  expect(taken.slice(0, 4).map(({ id }) => id)).toEqual(['a', 'b', 'a', 'b']);
  expect(taken.length).toBeLessThanOrEqual(6);
  await play(20_000);
  const rested = taken.length;
  // One of each after the picture had settled, then none.
  expect(taken.filter(({ atMs }) => atMs > 4500)).toEqual([]);
  round.changed();
  await play(21_000);
  expect(taken.length).toBeGreaterThan(rested);
});

test('nobody looks, or the page is hidden: no picture is taken', async () => {
  const { round, taken, hide, play } = openRound();
  await play(1000);
  expect(taken).toEqual([]);
  hide(true);
  const leave = round.watch('a');
  await play(2000);
  expect(taken).toEqual([]);
  hide(false);
  await play(3000);
  expect(taken.length).toBeGreaterThan(0);
  leave();
  const last = taken.length;
  round.changed();
  await play(6000);
  expect(taken.length).toBe(last);
});

test('a camera that cannot be drawn is said once a turn, and holds up no other', async () => {
  const { round, taken, failed, play } = openRound();
  round.watch('broken');
  round.watch('a');
  await play(2000);
  expect(failed).toContain('broken');
  expect(taken.some(({ id }) => id === 'a')).toBe(true);
});
