import { expect, test } from 'vitest';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { analyse } from '../../../workers/construction/cpm.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { proposeLinks } from '../../../workers/construction/review/propose-links.ts';
import type { SiteBodies } from '../../../workers/construction/space/bodies.ts';
import { type Block, blocks } from '../../validation/construction-blocks.ts';

async function proposed(table: string, built: [task: string, block: Block][] = []) {
  const schedule = await readSchedule(new TextEncoder().encode(table), 'plan.csv');
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  const bodies = built.map(([task], i) => ({
    ...{ id: String(i), name: '', ifcClass: '', group: '', task, fromDay: 0, toDay: Infinity },
  }));
  const site: SiteBodies | null =
    built.length === 0
      ? null
      : { bodies, builtDay: new Float64Array(bodies.length), mesh: blocks(built.map(([, block]) => block)) };
  const links = proposeLinks(schedule, analyse(schedule, compiled.network), site);
  const name = (i: number) => schedule.activities[i].code;
  return links.map(({ from, to, why, confidence, evidence }) => [
    `${name(from)} → ${name(to)}`,
    why,
    Number(confidence.toFixed(3)),
    evidence,
  ]);
}

const block = (xM: number, lowM: number, highM: number, wideM = 1): Block => ({
  ...{ middle: [xM, 0, (lowM + highM) / 2], size: [wideM, 1, highM - lowM], turnRad: 0 },
});
const HEAD = 'id,name,duration,predecessors,start no earlier than\n';

test('what stands on what: a slab on its columns, not what the plan says already by another way, nor what would close a circle', async () => {
  const table = `${HEAD}F,foundation,2d,,2026-01-05\nC,columns,2d,F,\nS,slab,2d,,2026-01-05\nZ,end,1d,"C; S",\n`;
  const built: [string, Block][] = [
    ['F', block(0, 0, 1, 9)],
    ['C', block(0, 1, 4)],
    ['C', block(3, 1, 4)],
    ['S', block(1, 4, 5, 9)],
  ];
  expect((await proposed(table, built)).filter(([, why]) => why === 'support')).toEqual([
    ['C → S', 'support', 0.95, 1],
  ]);
  // The plan has the slab before its columns: the link would close a circle.
  const turned = `${HEAD}F,foundation,2d,,2026-01-05\nC,columns,2d,"F; S",\nS,slab,2d,F,\nZ,end,1d,C,\n`;
  expect(await proposed(turned, built)).toEqual([]);
});

test('a column that stands on the last needs no link to the slab that comes later', async () => {
  const table = `${HEAD}C1,columns,2d,,2026-01-05\nS1,slab,2d,C1,\nC2,next columns,2d,C1,\nZ,end,1d,"S1; C2",\n`;
  const built: [string, Block][] = [
    ['C1', block(0, 0, 4)],
    ['S1', block(2.5, 3.5, 4, 6)],
    ['C2', block(0, 4, 8)],
  ];
  expect(await proposed(table, built)).toEqual([]);
});

test('open ends take their neighbour in time, and the nearer is the likelier; far ones none', async () => {
  const table = `${HEAD}A,dig,5d,,2026-01-05\nB,pour,3d,,2026-01-12\nC,late,1d,,2026-03-02\n`;
  expect(await proposed(table)).toEqual([['A → B', 'dates', expect.any(Number), expect.any(Number)]]);
});
