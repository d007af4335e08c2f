import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hoverByRest } from '../../src/view/globe/camera/hover.ts';
import { PickedObject } from '../../src/view/globe/camera/picked.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A canvas with an engine that answers when the test says so. */
function stageOf() {
  const canvas = Object.assign(new EventTarget(), {
    style: { cursor: '' },
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
  });
  const answers: ((picked: unknown) => void)[] = [];
  const state = {
    hoveredGid: null as number | null,
    hover: (gid: number | null) => {
      state.hoveredGid = gid;
    },
  };
  const scene = {
    pickAsync: () => new Promise((done) => answers.push(done)),
    requestRender: () => undefined,
    camera: { moveStart: { addEventListener: () => () => undefined } },
  };
  hoverByRest({ scene, twin: { getState: () => state }, widget: { canvas } } as never, { holdsPointer: () => false });
  const point = (kind: string, clientX = 0) =>
    canvas.dispatchEvent(Object.assign(new Event(kind), { clientX, clientY: 0, buttons: 0, pointerType: 'mouse' }));
  const answer = async (at: number, gid: number) => {
    answers[at](new PickedObject(gid));
    await vi.advanceTimersByTimeAsync(0);
  };
  return { state, point, answer, rest: () => vi.advanceTimersByTimeAsync(1000) };
}

test('what is under the pointer at rest is marked until the pointer leaves', async () => {
  const { state, point, answer, rest } = stageOf();
  point('pointermove');
  await rest();
  await answer(0, 7);
  expect(state.hoveredGid).toBe(7);
  point('pointerleave');
  expect(state.hoveredGid).toBeNull();
});

test('an answer that comes after the pointer left, or after the answer of a later place, marks nothing', async () => {
  const { state, point, answer, rest } = stageOf();
  point('pointermove');
  await rest();
  point('pointerleave');
  await answer(0, 7);
  expect(state.hoveredGid).toBeNull();

  point('pointermove', 10);
  await rest();
  point('pointermove', 20);
  await rest();
  await answer(2, 9);
  await answer(1, 8);
  expect(state.hoveredGid).toBe(9);
});
