import { expect, test } from 'vitest';
import { compareLinks } from '../../../workers/construction/linking/compare-links.ts';

type Link = Parameters<typeof compareLinks>[0][number];
const link = (globalId: string, task: string, does: Link['does'] = 'build') => ({ globalId, task, does }) as Link;
const elements = new Set(['wall', 'slab', 'beam']);

test('a link is kept, changed, added or lost by its element and what is done to it', () => {
  const before = [link('wall', 'A'), link('slab', 'B'), link('door', 'C'), link('beam', 'D')];
  const after = [link('wall', 'A'), link('slab', 'B2'), link('roof', 'E')];
  const changes = compareLinks(before, after, elements);
  expect(changes.kept).toBe(1);
  expect(changes.changed).toEqual([{ ...link('slab', 'B2'), before: 'B' }]);
  expect(changes.added).toEqual([link('roof', 'E')]);
  expect(changes.lost.map(({ globalId, isGone }) => [globalId, isGone])).toEqual([
    ['door', true],
    ['beam', false],
  ]);
});

test('what is built and what is torn down of one element are two links', () => {
  const demolished = link('wall', 'A', 'demolish' as Link['does']);
  expect(compareLinks([link('wall', 'A')], [demolished], elements)).toMatchObject({
    kept: 0,
    added: [demolished],
    lost: [{ globalId: 'wall', isGone: false }],
  });
});
