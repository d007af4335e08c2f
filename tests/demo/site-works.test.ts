import { expect, test } from 'vitest';
import { plan } from '../../demo/plan.ts';
import { siteTasks } from '../../demo/site/site-tasks.ts';
import { earthRows, pitRing, worksRows } from '../../demo/site/site-works.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';

const uids = new Map(siteTasks(plan).map(({ key, uid }) => [key, uid]));
const task = (key: string): number => {
  const uid = uids.get(key);
  if (uid === undefined) throw new Error(`expected a task ${key}, got none`);
  return uid;
};

test('the earth of all digs is what the plan says is dug, and each dig takes its own', () => {
  const dug = earthRows(plan, task).filter(({ removal }) => removal !== undefined);
  const volumeM3 = dug.reduce((sum, { faces, topM, bottomM }) => {
    const top = faces.find(({ ring }) => ring.every(([, , z]) => z === topM));
    return sum + signedAreaM2((top?.ring ?? []).map(([x, y]): [number, number] => [x, y])) * (topM - bottomM);
  }, 0);
  expect(volumeM3).toBeCloseTo(plan.construction.soilM3, -2);
  const digs = [...uids].filter(([key]) => key.startsWith('dig.')).map(([, uid]) => uid);
  expect(dug.map(({ removal }) => removal).sort()).toEqual(digs.sort());
});

test('the ring of the cut holds both boxes and nothing else', () => {
  const { stationBox, basement } = plan.construction.pit;
  expect(signedAreaM2(pitRing(plan))).toBeCloseTo(signedAreaM2(stationBox) + signedAreaM2(basement), 6);
});

test('what is temporary comes by one task and goes by a later one', () => {
  const rows = worksRows(plan, task);
  expect([...new Set(rows.map(({ part }) => part))].sort()).toEqual(['heap', 'hoarding', 'road', 'scaffold', 'store']);
  for (const { id, task: built, removal } of rows) {
    expect([id, typeof built, typeof removal]).toEqual([id, 'number', 'number']);
    expect([id, (removal ?? 0) > (built ?? Infinity)]).toEqual([id, true]);
  }
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
