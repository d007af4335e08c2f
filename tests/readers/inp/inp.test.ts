import { expect, test } from 'vitest';
import { readInp } from '../../../readers/inp/network.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import type { RawFeatures } from '../../../readers/shared/raw-features.ts';
import { utf8Of } from '../../../readers/shared/utf8.ts';

const SWMM = (options: string): string => `[TITLE]
two conduits

[OPTIONS]
${options}

[JUNCTIONS]
;;Name  Invert MaxDepth
J1      10.0   2
"J 2"   9.0    2.5

[OUTFALLS]
O1      8.0    FREE

[CONDUITS]
C1 J1 "J 2" 100 0.013 0.5 0
C2 "J 2" O1 50 0.013 * 0.2

[XSECTIONS]
C1 CIRCULAR    0.6 0   0 0 1
C2 RECT_CLOSED 1.2 2.0 0 0 1

[COORDINATES]
J1 0 0
"J 2" 100 0
O1 150 0

[VERTICES]
C1 50 10
`;

async function read(text: string, format: 'swmm' | 'epanet', wish: 'line' | 'point' | 'polygon') {
  const source = bytesSource(utf8Of(text), 'net.inp');
  const problems = new Problems();
  return { raw: await readInp(source, format, wish, problems), problems };
}

const numbers = (raw: RawFeatures, name: string): number[] => [
  ...(raw.fields.find((field) => field.name === name)?.numbers(raw.count, [], () => {}) ?? []),
];

test('SWMM conduits run from node to node by their vertices; offsets are depths above the invert', async () => {
  const { raw } = await read(SWMM('FLOW_UNITS CMS'), 'swmm', 'line');
  expect([...raw.xy]).toEqual([0, 0, 50, 10, 100, 0, 100, 0, 150, 0]);
  expect(numbers(raw, 'upstreamInvert')).toEqual([10.5, 9]);
  expect(numbers(raw, 'downstreamInvert')).toEqual([9, 8.2]);
  expect(numbers(raw, 'diameter')).toEqual([600, Number.NaN]);
  expect([numbers(raw, 'boxWidth')[1], numbers(raw, 'boxHeight')[1]]).toEqual([2, 1.2]);
});

test('LINK_OFFSETS ELEVATION takes offsets for elevations', async () => {
  const { raw } = await read(SWMM('FLOW_UNITS LPS\nLINK_OFFSETS ELEVATION'), 'swmm', 'line');
  expect(numbers(raw, 'upstreamInvert')).toEqual([0.5, 9]);
});

test('FLOW_UNITS CFS means feet', async () => {
  const { raw } = await read(SWMM('FLOW_UNITS CFS'), 'swmm', 'line');
  expect(numbers(raw, 'length')[0]).toBeCloseTo(30.48, 9);
  expect(numbers(raw, 'diameter')[0]).toBeCloseTo(182.88, 9);
});

test('nodes have invert, depth and rim', async () => {
  const { raw } = await read(SWMM('FLOW_UNITS CMS'), 'swmm', 'point');
  expect(numbers(raw, 'elevation')).toEqual([10, 9, 8]);
  expect(numbers(raw, 'rim')).toEqual([12, 11.5, Number.NaN]);
});

test('EPANET pipes: inches with GPM, millimetres with LPS; a node without a place leaves its pipe out', async () => {
  const net = (units: string): string =>
    `[JUNCTIONS]\nA 10\nB 11\n[PIPES]\nP1 A B 100 12 120\nP2 A C 100 12 120\n[OPTIONS]\nUnits ${units}\n[COORDINATES]\nA 0 0\nB 9 9\n`;
  const { raw, problems } = await read(net('GPM'), 'epanet', 'line');
  expect(numbers(raw, 'diameter')[0]).toBeCloseTo(304.8, 9);
  expect(problems.list()[0]).toMatchObject({ code: 'node-missing', count: 1 });
  expect(numbers((await read(net('LPS'), 'epanet', 'line')).raw, 'diameter')).toEqual([12]);
});
