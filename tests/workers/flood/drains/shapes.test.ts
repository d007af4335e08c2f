import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Drains } from '../../../../workers/flood/drains/drains.ts';
import { parseInp } from '../../../../workers/flood/drains/inp.ts';
import { sectionHeightM, wetted } from '../../../../workers/flood/drains/sections.ts';

const head = `[OPTIONS]
FLOW_UNITS CMS
FLOW_ROUTING %ROUTING%
START_DATE 01/01/2020
END_DATE 01/01/2020
END_TIME 01:00:00
ROUTING_STEP 1

[JUNCTIONS]
A 101 6
W 100 6

[OUTFALLS]
O 99 FREE NO

[CONDUITS]
C A W 100 .013 0 0 0
D W O 100 .013 0 0 0
`;
const inp = (sections: string, routing = 'DW') => head.replace('%ROUTING%', routing) + sections;
const PLAIN = '\n[XSECTIONS]\nC CIRCULAR 1 0 0 0\nD CIRCULAR 1 0 0 0\n';

function sectionAt(shape: string, depthM: number, more = '') {
  const { plan } = parseInp(inp(`\n[XSECTIONS]\nC ${shape}\nD CIRCULAR 1 0 0 0\n${more}`), 'm.inp');
  const [conduit] = plan.links;
  if (conduit.kind !== 'conduit') throw new Error('expected a conduit');
  const at = { areaM2: 0, topM: 0, perimeterM: 0 };
  wetted(conduit.section, depthM, at);
  return { ...at, radiusM: at.areaM2 / at.perimeterM, heightM: sectionHeightM(conduit.section), conduit };
}

test('an egg 1.2 m high: .5105·h² when full, widest at .64 of its height', () => {
  expect(sectionAt('EGG 1.2 0 0 0', 1.2).areaM2).toBeCloseTo(0.5105 * 1.44, 6);
  expect(sectionAt('EGG 1.2 0 0 0', 1.2).radiusM).toBeCloseTo(0.1931 * 1.2, 6);
  expect(sectionAt('EGG 1.2 0 0 0', 0.64 * 1.2).topM).toBeCloseTo(0.8, 1);
});

test('the width is how the area grows with the level, in every shape', () => {
  for (const shape of [
    'EGG 1.2',
    'GOTHIC 1.2',
    'SEMICIRCULAR 1',
    'ARCH 12',
    'HORIZ_ELLIPSE 10',
    'PARABOLIC 1.5 2',
    'POWER 1.5 2 1.5',
  ])
    for (const y of [0.1, 0.31, 0.477]) {
      const [low, high] = [y - 1e-4, y + 1e-4].map((depthM) => sectionAt(shape, depthM));
      expect((high.areaM2 - low.areaM2) / 2e-4).toBeCloseTo(sectionAt(shape, y).topM, 2);
    }
});

test('a pipe filled .2 m up, a round bottom and a basket handle are their own geometry', () => {
  const filled = sectionAt('FILLED_CIRCULAR 1.3 0.2', 0.45);
  expect(filled.heightM).toBeCloseTo(1.1, 12);
  expect(filled.conduit.fromInvertM).toBeCloseTo(101.2, 12);
  // Half the circle is .65 m deep: less what lies below .2 m.
  const segmentM2 = (d: number, y: number) =>
    (d * d * (Math.acos(1 - (2 * y) / d) - (1 - (2 * y) / d) * Math.sqrt(1 - (1 - (2 * y) / d) ** 2))) / 4;
  expect(filled.areaM2).toBeCloseTo(segmentM2(1.3, 0.65) - segmentM2(1.3, 0.2), 4);
  expect(filled.perimeterM).toBeCloseTo(1.3 * (Math.PI / 2 - Math.acos(1 - 0.4 / 1.3)) + 2 * Math.sqrt(0.2 * 1.1), 3);
  expect(sectionAt('RECT_ROUND 1.2 1 0.6', 0.1).areaM2).toBeCloseTo(segmentM2(1.2, 0.1), 2);
  expect(sectionAt('MODBASKETHANDLE 1.3 1 0.6', 0.5).areaM2).toBeCloseTo(0.5, 3);
});

test('a natural channel carries by the roughness of its parts, and takes them in place of the conduit’s own', () => {
  const transect = '\n[TRANSECTS]\nNC 0.06 0.06 0.03\nX1 T1 4 2 6 0 0 0 0 0 0\nGR 2 0 1 2 0 2 0 6\nGR 1 6 2 8\n';
  const channel = sectionAt('IRREGULAR T1 0 0 0', 1, transect);
  expect([channel.heightM, channel.conduit.manningN]).toEqual([2, 0.03]);
  expect(channel.areaM2).toBeCloseTo(4, 2);
  expect(channel.radiusM).toBeCloseTo(4 / 6, 2);
  expect(sectionAt('IRREGULAR T1 0 0 0', 2, transect).areaM2).toBeCloseTo(4 * 2 + 2 * 1, 2);
});

test('routing by another model is played as the dynamic wave, and said; DW is it', () => {
  expect(parseInp(inp(PLAIN), 'm.inp').notes).toEqual([]);
  const [note] = parseInp(inp(PLAIN, 'KINWAVE'), 'm.inp').notes;
  expect(note.en).toContain('FLOW_ROUTING KINWAVE: played as the dynamic wave');
  expect(parseInp(inp(PLAIN, 'STEADY'), 'm.inp').notes[0].zh).toContain('STEADY');
});

test('rules: a pump starts and stops by depth, the higher priority holds, and what they leave is in the saved state', () => {
  const drains = new Drains(parseInp(readFileSync('tests/fixtures/drains/controls.inp', 'utf8'), 'controls.inp').plan);
  const pump = drains.layout.links.findIndex(({ id }) => id === 'P1');
  const well = drains.node('WELL');
  // The file begins with the pump on: it stops below 1.5 m, and does not start before 4 m.
  drains.lateralM3ps[well] = 0.5;
  let [started, depthM] = [false, 0];
  for (let timeS = 0; timeS < 1200 && !started; timeS++) {
    depthM = drains.depthM(well);
    drains.advance(1);
    started = drains.flowM3ps[pump] > 0 && depthM > 1;
  }
  expect(depthM).toBeGreaterThan(4);
  expect(depthM).toBeLessThan(4.05);
  drains.lateralM3ps[well] = 0;
  const copy = new Drains(parseInp(readFileSync('tests/fixtures/drains/controls.inp', 'utf8'), 'controls.inp').plan);
  copy.restore(drains.save());
  for (const each of [drains, copy]) each.advance(900);
  expect(copy.headM).toEqual(drains.headM);
  expect(drains.flowM3ps[pump]).toBe(0);
  expect(drains.depthM(well)).toBeGreaterThan(1.4);
});

test('rules that cannot be played are refused by line', () => {
  const ruled = (rule: string) => () => new Drains(parseInp(inp(`${PLAIN}\n[CONTROLS]\n${rule}\n`), 'm.inp').plan);
  expect(ruled('RULE R\nIF SIMULATION MONTH = 5\nTHEN CONDUIT C STATUS = CLOSED')).toThrow(
    /m\.inp:\d+: attribute: expected NODE DEPTH/,
  );
  expect(ruled('RULE R\nIF NODE A DEPTH > 1\nTHEN PUMP P SETTING = TIMESERIES T')).toThrow(
    'setting: expected a number',
  );
  expect(ruled('RULE R\nIF NODE X DEPTH > 1\nTHEN CONDUIT C STATUS = CLOSED')).toThrow(
    'rule R: expected a node or link of the network, got "X"',
  );
  expect(ruled('RULE R\nIF NODE A DEPTH > 1\nTHEN CONDUIT C STATUS = CLOSED')).not.toThrow();
});
