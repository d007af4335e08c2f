import { describe, expect, test } from 'vitest';
import type { ModelElement } from '../../../readers/ifc/building-model.ts';
import { reportLinks } from '../../../workers/construction/linking/link-report.ts';
import {
  type Link,
  type LinkFile,
  type LinkRule,
  NO_LINKS,
  parseLinks,
} from '../../../workers/construction/linking/link-rules.ts';
import { replay } from '../../../workers/construction/linking/replay.ts';

const STOREYS = [
  { globalId: 's0', name: 'B1', elevationM: -4 },
  { globalId: 's1', name: 'L1', elevationM: 0 },
];

function element(globalId: string, part: Partial<ModelElement>): ModelElement {
  return {
    ...{ globalId, ifcClass: 'IfcWall', discipline: 'structure', name: '', tag: '', storey: 0, meshVolumeM3: null },
    ...{ stated: null, materials: [], codes: [], zones: [], properties: new Map() },
    ...part,
  };
}

const ELEMENTS = [
  element('wall', { materials: ['C30 混凝土', 'insulation'], codes: ['21.22.10'], name: 'Basic Wall:300' }),
  element('slab', { ifcClass: 'IfcSlab', storey: 1, zones: ['East'], tag: 'A1020' }),
  element('door', { ifcClass: 'IfcDoor', storey: 1, properties: new Map([['Site.Activity', 'A1030']]) }),
  element('lamp', { ifcClass: 'IfcLamp', storey: null }),
];
const MODEL = { elements: ELEMENTS, storeys: STOREYS };
const TASKS = [
  { id: '7', code: 'A1010', task: 7 },
  { id: '8', code: 'A1020', task: 8 },
  { id: '9', code: '', task: 9 },
];

const rule = (id: string, when: LinkRule['when'], task: string, does: LinkRule['does'] = 'build'): LinkRule => ({
  ...{ id, when, does, task: { activity: task } },
});

const linked = (rules: LinkRule[]) =>
  replay(rules, MODEL, TASKS).links.map(({ globalId, task, does }) => `${globalId} ${does} ${task}`);

describe('a rule', () => {
  test.each([
    ['class', { class: 'ifcwall' }, ['wall']],
    ['classes by their beginning', { class: 'Ifc*' }, ['wall', 'slab', 'door', 'lamp']],
    ['material, one of several', { material: 'c30*' }, ['wall']],
    ['material written wide', { material: 'Ｃ３０ 混凝土' }, ['wall']],
    ['code below a heading', { code: '21.*' }, ['wall']],
    ['storey', { storey: 'l1' }, ['slab', 'door']],
    ['zone', { zone: 'east' }, ['slab']],
    ['text anywhere in the name', { text: 'wall:' }, ['wall']],
    ['text of a property', { text: 'A1030' }, ['door']],
    ['two things at once', { class: 'IfcSlab', storey: 'B1' }, []],
    ['stars that share no letters', { class: 'IfcW*Wall' }, []],
    ['nothing at all links nothing', {}, []],
  ])('by %s', (_, when, expected) => {
    expect(linked([rule('r', when, 'A1010')])).toEqual(expected.map((id) => `${id} build A1010`));
  });

  test('goes before those that follow it, and removal stands beside building', () => {
    const rules = [
      rule('slabs', { class: 'IfcSlab' }, '9'),
      rule('all', { class: 'Ifc*' }, '7'),
      rule('gone', { class: 'IfcWall' }, 'A1020', 'remove'),
    ];
    const { rules: counts, unlinked } = replay(rules, MODEL, TASKS);
    expect(linked(rules)).toEqual([
      ...['wall build A1010', 'wall remove A1020', 'slab build 9', 'door build A1010', 'lamp build A1010'],
    ]);
    expect(counts).toEqual([
      { id: 'slabs', links: 1, covered: 0 },
      { id: 'all', links: 3, covered: 1 },
      { id: 'gone', links: 1, covered: 0 },
    ]);
    expect(unlinked).toEqual([]);
  });

  test('that reads the activity off the element links what the schedule has and names what it has not', () => {
    const by = (property: string): LinkRule => ({
      id: property,
      when: { class: '*' },
      task: { property },
      does: 'build',
    });
    const { links, absent, unlinked } = replay([by('tag'), by('Site.Activity')], MODEL, TASKS);
    expect(links).toEqual([{ globalId: 'slab', does: 'build', task: 'A1020' }]);
    expect(absent).toEqual([{ rule: 'Site.Activity', task: 'A1030', elements: 1 }]);
    expect(unlinked).toEqual([0, 2, 3]);
  });
});

describe('a new revision', () => {
  const rules = [rule('walls', { class: 'IfcWall' }, 'A1010'), rule('slabs', { class: 'IfcSlab' }, 'A1020')];
  const confirmed = (links: Link[]) => ({
    ...NO_LINKS,
    rules,
    confirmed: { model: 'a.ifc', inputHash: 'x', schedule: 'a.xer', links },
  });
  const first = replay(rules, MODEL, TASKS).links;

  test('of the same model changes nothing', () => {
    const { report } = reportLinks(confirmed(first), MODEL, TASKS);
    expect(report.isConfirmed).toBe(true);
    expect(report.changes.kept).toBe(2);
    expect([...report.texels.subarray(0, 4)]).toEqual([0, 7, 255, 255]);
  });

  test('lists what is lost, new and moved, and goes on with what was confirmed', () => {
    const elements = [
      element('wall', { ifcClass: 'IfcSlab' }),
      element('wall 2', { name: 'another' }),
      element('slab', { ifcClass: 'IfcRoof' }),
    ];
    const { report } = reportLinks(
      confirmed([...first, { globalId: 'gone', does: 'build', task: 'A1010' }]),
      { elements, storeys: STOREYS },
      TASKS,
    );
    expect(report.changes).toMatchObject({
      kept: 0,
      lost: {
        count: 2,
        first: [
          { globalId: 'slab', isGone: false },
          { globalId: 'gone', isGone: true },
        ],
      },
      added: { count: 1, first: [{ globalId: 'wall 2', name: 'another', task: 'A1010' }] },
      changed: { count: 1, first: [{ globalId: 'wall', before: 'A1010', task: 'A1020' }] },
    });
    expect(report.isConfirmed).toBe(false);
    const builds = [0, 1, 2].map((row) => report.texels[4 * row] * 256 + report.texels[4 * row + 1]);
    expect(builds).toEqual([7, 65535, 8]);
  });

  test('of the schedule without a confirmed activity names it', () => {
    const { report } = reportLinks(confirmed(first), MODEL, TASKS.slice(1));
    expect(report.confirmedAbsent).toEqual([{ task: 'A1010', elements: 1 }]);
    expect(report.absent).toEqual([{ rule: 'walls', task: 'A1010', elements: 1 }]);
    expect(report.changes.lost.count).toBe(1);
  });
});

test('a file of links is checked at the door', () => {
  const file: LinkFile = { ...NO_LINKS, rules: [rule('r', { storey: 'L*' }, 'A1')] };
  expect(parseLinks(JSON.stringify(file), 'l.json')).toEqual(file);
  expect(() => parseLinks('{', 'l.json')).toThrow(/^l.json: expected JSON/);
  expect(() => parseLinks(JSON.stringify({ ...file, rules: [{ id: 'r' }] }), 'l.json')).toThrow(/^l.json: rules\.0/);
  expect(() => parseLinks('{"__proto__":{},"format":1}', 'l.json')).toThrow(/^l.json/);
});
