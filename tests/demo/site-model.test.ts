import { expect, test } from 'vitest';
import { plan } from '../../demo/plan.ts';
import { siteModelLayer } from '../../demo/site/site-model.ts';
import { siteTasks } from '../../demo/site/site-tasks.ts';

const { features, kind } = siteModelLayer(plan);

test('some 18,500 elements, each built by an activity that is there', () => {
  expect(kind).toBe('element');
  expect(Math.abs(features.count / 18_500 - 1)).toBeLessThan(0.05);
  const task = features.columns.find(({ name }) => name === 'task');
  const known = new Set(siteTasks(plan).map(({ uid }) => uid));
  if (task?.type !== 'uint32') throw new Error('expected numbers of tasks');
  expect([...task.values].filter((uid) => !known.has(uid))).toEqual([]);
});
