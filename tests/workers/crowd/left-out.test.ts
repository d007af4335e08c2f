import { describe, expect, test } from 'vitest';
import { parseWalkable } from '../../../model/city/grid.ts';
import { crowdNoteText } from '../../../model/scenarios/crowd-note.ts';
import { CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import { crowdSetupOf } from '../../../workers/crowd/checked-setup.ts';
import { CrowdGuide } from '../../../workers/crowd/core/guide.ts';
import { startCrowd } from '../../../workers/crowd/core/run.ts';
import { WalkingOracle } from '../../../workers/crowd/core/walking.ts';
import type { CrowdRequest } from '../../../workers/crowd/engine-types.ts';
import { siteOptionsOf } from '../../../workers/crowd/offer.ts';
import { caseOfRequest, cityGround } from '../../../workers/crowd/request.ts';
import { asked, BOX, walkable } from './small-square.ts';

const box = (westM: number, southM: number, eastM: number, northM: number): [number, number][] => [
  [westM, southM],
  [eastM, southM],
  [eastM, northM],
  [westM, northM],
];

/** Beside the square a court that nothing joins to it, with a way out of its own. */
const town = parseWalkable({
  ...walkable,
  areas: [...walkable.areas, { id: 'court', level: 'ground', kind: 'plaza', outer: box(0, -8, 6, -2), holes: [] }],
  doors: [
    ...walkable.doors,
    { id: 'wk-0x1f3-2', kind: 'exit', from: 'court', to: null, a: [1, -8], b: [5, -8], widthM: 4 },
  ],
});
const exits = siteOptionsOf(town, [...BOX], null, () => null).exits.map(({ id, floor, from, to, label }) => ({
  ...{ id, floor, from, to },
  ...(label ? { label } : {}),
}));
const onGround = (outer: [number, number][]) => ({ kind: 'areas' as const, areas: [{ outer, holes: [] }] });
const laid = (part: Partial<CrowdRequest>) =>
  crowdSetupOf(caseOfRequest({ ...asked, exits, ...part }, cityGround(town, BOX), null));
const idsOf = ({ setup }: ReturnType<typeof laid>) => setup.theCase.space.exits.map(({ id }) => id);
const refusalOf = (part: Partial<CrowdRequest>) => {
  try {
    laid(part);
  } catch (error) {
    if (error instanceof CrowdRefusal) return error;
  }
  throw new Error('expected a refusal');
};

describe('a way out of a town that nobody can walk to', () => {
  test('is left out and named in both languages, and the others let everybody out', () => {
    const found = laid({});
    expect(idsOf(found)).toEqual(['out', 'end']);
    expect(found.exitsLeftOut).toEqual(['wk-0x1f3-2']);
    expect(found.notes.map((note) => [crowdNoteText(note, 'zh'), crowdNoteText(note, 'en')])).toEqual([
      [
        '没有人能走到其中 1 个出口，推演中不计：南侧出口 1',
        'nobody can walk to 1 of the exits, which are left out: Way out south 1',
      ],
    ]);
    const crowd = startCrowd((input) => new WalkingOracle(input), found.setup.input, new CrowdGuide(found.setup));
    crowd.advanceTo(120);
    expect(crowd.result([]).remained).toEqual([]);
    crowd.close();
  });
  test('is no longer known to anybody, nor the only one that they may take', () => {
    const [people] = asked.populations;
    const known = { ...people, familiar: ['wk-0x1f3-2', 'end'], exits: ['wk-0x1f3-2', 'end'] };
    const { theCase } = laid({ populations: [known] }).setup;
    expect(theCase.populations.map(({ familiar, exits: allowed }) => [familiar, allowed])).toEqual([
      [['end'], ['end']],
    ]);
  });
  test('with no ground at it, too, is left out: a sliver at the edge of a box', () => {
    const sliver = {
      id: 'sliver',
      floor: 'ground',
      from: [-30, 45] as [number, number],
      to: [-30, 49] as [number, number],
    };
    const found = laid({ exits: [...exits.filter(({ id }) => id !== 'wk-0x1f3-2'), sliver] });
    expect(idsOf(found)).toEqual(['out', 'end']);
    expect(found.notes).toEqual([
      { code: 'exits-left-out', values: { count: 1, exits: { zh: 'sliver', en: 'sliver' } } },
    ]);
  });
  test('as the only one is refused by its name, with what to do', () => {
    const refused = refusalOf({ exits: exits.filter(({ id }) => id === 'wk-0x1f3-2') });
    expect(refused.problems.map(({ code }) => code)).toEqual(['all-unreached', 'cut-off']);
    expect(refused.messages[0].text).toEqual({
      zh: '1 个出口都没有人能走到（南侧出口 1）：请在人员所在的地面上绘制出口，或另选范围',
      en: 'exits: expected one that somebody can walk to, got none of 1 (Way out south 1); draw an exit on the ground where people are, or take another area',
    });
  });
  test('is named where a marshal sends people to it', () => {
    const order = { id: 'marshal', population: 'people', exit: 'wk-0x1f3-2', fromS: 0, toS: 60, followRatio: 1 };
    expect(refusalOf({ orders: [order] }).messages[0].text.zh).toBe('出口“南侧出口 1”：没有人能走到，不能引人前往');
  });
});

test('people on ground from which no way leads out are counted and stay; the others leave', () => {
  const [people] = asked.populations;
  const spread = { ...people, count: 60, where: onGround(box(0, -10, 20, 20)) };
  const found = laid({ exits: exits.filter(({ id }) => id !== 'wk-0x1f3-2'), populations: [spread] });
  const [{ code, values }] = found.notes;
  expect(code).toBe('cut-off');
  expect(values.count).toBeGreaterThan(0);
  const crowd = startCrowd((input) => new WalkingOracle(input), found.setup.input, new CrowdGuide(found.setup));
  crowd.advanceTo(120);
  const { remained } = crowd.result([]);
  crowd.close();
  expect(remained.length).toBe(values.count);
  expect(new Set(remained.map(({ reason }) => reason))).toEqual(new Set(['noWay']));
});
