import { afterEach, expect, test, vi } from 'vitest';
import type { App } from '../../../src/kit/plugin.ts';
import { sandTableController } from '../../../src/plugins/sand-table/controller.ts';
import { FIRST_POSE } from '../../../src/twin/table.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A window of its own: a twin of the same city with the plug-in open. */
function openWindow(group: string): Twin {
  const twin = pageTwin(smallCity().city);
  ends.push(sandTableController.open({ twin } as unknown as App).close);
  twin.getState().joinGroup(group);
  return twin;
}

const until = (isTrue: () => boolean) => vi.waitFor(() => expect(isTrue()).toBe(true), { timeout: 3000, interval: 10 });

test('windows of a group keep pose, clock and selection in step', async () => {
  const one = openWindow('hall');
  const other = openWindow('hall');
  one.getState().poseTable({ ...FIRST_POSE, turnDeg: 100, tipDeg: 55 });
  one.getState().showTime(1_700_000_000_000);
  one.getState().select(3);
  await until(() => other.getState().tablePose.turnDeg === 100);
  expect(other.getState().tablePose.tipDeg).toBe(55);
  expect(other.getState().shownTimeMs).toBe(1_700_000_000_000);
  expect(other.getState().selectedGid).toBe(3);
  // And back: whoever is moved leads.
  other.getState().poseTable({ ...FIRST_POSE, turnDeg: 200 });
  await until(() => one.getState().tablePose.turnDeg === 200);
});

test('a window that comes later takes what the others show', async () => {
  const one = openWindow('late');
  one.getState().showEngine('table');
  one.getState().changeLens({ kind: 'underground', depthM: 3 });
  const other = openWindow('late');
  await until(() => other.getState().engine === 'table');
  expect(other.getState().tableLens).toEqual(one.getState().tableLens);
});

test('windows of other groups, and windows that left, go their own way', async () => {
  const one = openWindow('a');
  const same = openWindow('a');
  const other = openWindow('b');
  const gone = openWindow('a');
  gone.getState().joinGroup('');
  one.getState().poseTable({ ...FIRST_POSE, turnDeg: 77 });
  await until(() => same.getState().tablePose.turnDeg === 77);
  expect(other.getState().tablePose).toBe(FIRST_POSE);
  expect(gone.getState().tablePose.turnDeg).toBe(FIRST_POSE.turnDeg);
});

test('two clocks that both play are not set for a blink', async () => {
  const one = openWindow('clock');
  const other = openWindow('clock');
  for (const twin of [one, other]) {
    twin.getState().showTime(1_000_000);
    twin.getState().setRate(60);
    twin.getState().play(true);
  }
  await new Promise((done) => setTimeout(done, 120));
  other.getState().showTime(1_009_000);
  one.getState().showTime(1_003_000);
  await new Promise((done) => setTimeout(done, 200));
  // Nine seconds of a clock that runs sixty times as fast are 0.15 s apart.
  expect([one.getState().shownTimeMs, other.getState().shownTimeMs]).toEqual([1_003_000, 1_009_000]);
  one.getState().showTime(2_000_000);
  await until(() => other.getState().shownTimeMs === 2_000_000);
});
