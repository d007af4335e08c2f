import { expect, test } from 'vitest';
import { DRAIN_STOPS, FLOOD_STOPS, NODE_VALUE } from '../../../src/plugins/flood/flood-colours.ts';
import { firstWaters, framePair, framesAround } from '../../../src/plugins/flood/scene/flood-frames.ts';
import { drainsGlb } from '../../../src/plugins/flood/scene/globe/flood-drains-mesh.ts';
import { highWaterM } from '../../../src/plugins/flood/scene/globe/high-water.ts';
import {
  type CellGrid,
  cellOf,
  datumUpM,
  dropM,
  extentOf,
  sheetGlb,
  sheetSize,
} from '../../../src/view/globe/layers/cell-mesh.ts';

const FRAMES = [0, 300, 600, 900].map((timeS) => ({ timeS }));
const GRID: CellGrid = { columns: 4, rows: 3, cellM: 10, westM: 100, southM: -50 };

const wholeOf = (pair: ReturnType<typeof framePair>) =>
  pair && [
    [pair.even, 1 - pair.oddRatio],
    [pair.odd, pair.oddRatio],
  ];

test('a quarter of the way from frame 0 to 1, and from 1 to 2: each frame in the slot of its parity', () => {
  expect(framePair(FRAMES, 75)).toEqual({ even: 0, odd: 1, oddRatio: 0.25 });
  expect(framePair(FRAMES, 375)).toEqual({ even: 2, odd: 1, oddRatio: 0.75 });
});

test('forth and back, one step of the pair changes one slot', () => {
  for (let timeS = 10; timeS < 900; timeS += 10) {
    const [before, after] = [framePair(FRAMES, timeS - 10), framePair(FRAMES, timeS)];
    expect(Number(before?.even !== after?.even) + Number(before?.odd !== after?.odd)).toBeLessThan(2);
  }
});

test('before the first frame and after the last the nearest is held', () => {
  expect(wholeOf(framePair(FRAMES, -50))).toContainEqual([0, 1]);
  expect(wholeOf(framePair(FRAMES, 5000))).toContainEqual([3, 1]);
  expect(framePair([{ timeS: 60 }], 90)).toEqual({ even: 0, odd: 0, oddRatio: 0 });
  expect(framePair([], 0)).toBeNull();
});

test('what lies in no between is that of the frame before', () => {
  expect(framesAround(FRAMES, 299)).toBe(FRAMES[0]);
  expect(framesAround(FRAMES, 300)).toBe(FRAMES[1]);
  expect([framesAround(FRAMES, -1), framesAround(FRAMES, 9999)]).toEqual([FRAMES[0], FRAMES[3]]);
  expect(framesAround([], 0)).toBeUndefined();
});

/** Reads a .glb's one mesh back: its JSON, and numbers of its body by accessor. */
function read(bytes: Uint8Array<ArrayBuffer>) {
  const view = new DataView(bytes.buffer);
  const jsonBytes = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + jsonBytes)));
  const floats = (accessor: number) => {
    const { byteOffset, byteLength } = json.bufferViews[json.accessors[accessor].bufferView];
    return Array.from({ length: byteLength / 4 }, (_, i) => view.getFloat32(28 + jsonBytes + byteOffset + 4 * i, true));
  };
  return { json, floats };
}

test('one pipe to the north between two shafts: its tube around its axis, its row and theirs, lids on the shafts', () => {
  const laid = {
    nodes: Float32Array.from([10, 0, 96, 100, 10, 50, 95, 99]),
    conduits: Float32Array.from([10, 0, 96, 10, 50, 95, 0.76]),
  };
  const { json, floats } = read(drainsGlb(laid, 1000));
  const { POSITION, NORMAL, _ROW } = json.meshes[0].primitives[0].attributes;
  expect(json.nodes[0].translation).toEqual([10, 0, -25]);
  expect(json.accessors[POSITION].count).toBe(24);
  expect(json.accessors[json.meshes[0].primitives[0].indices].count).toBe(24 + 30 + 30);
  // Half of 0.76 m and the casing are 0.5 m to either side of the axis at 96.38 m, 25 m south of the middle.
  const [x, y, z] = floats(POSITION).slice(0, 3);
  expect([x, y, z].map((metres) => Number(metres.toFixed(2)))).toEqual([0.5, 1096.88, 25]);
  expect(floats(NORMAL).slice(0, 3)).toEqual([1, 1, 0]);
  expect([...new Set(floats(_ROW))]).toEqual([0, 1, 1.5, 2, 2.5]);
});

test('the classes of drains rise, pipes below every node', () => {
  for (let i = 1; i < DRAIN_STOPS.length; i++) expect(DRAIN_STOPS[i].from).toBeGreaterThan(DRAIN_STOPS[i - 1].from);
  const stopOf = (value: number) => DRAIN_STOPS.findLast(({ from }) => from <= value)?.word;
  expect([254, 255].map((byte) => stopOf(byte / 255))).toEqual(['full', 'full']);
  expect([0.03, 0.3, 1].map(stopOf)).toEqual([undefined, 'half', 'full']);
  expect([0, 1, 2].map((state) => stopOf(NODE_VALUE + state))).toEqual([null, 'pressed', 'spilling']);
});

test('a sheet has a vertex a cell until that is too many', () => {
  expect(sheetSize(GRID, 512)).toEqual({ columns: 4, rows: 3 });
  expect(sheetSize({ ...GRID, columns: 2000, rows: 1500 }, 512)).toEqual({ columns: 512, rows: 512 });
  expect(cellOf(511, 512, 2000)).toBe(1999);
  expect(cellOf(1, 512, 2000)).toBe(4);
});

test('the Earth falls 1.25 m below its tangent plane in 4 km, and a datum 29 m below the ellipsoid lies 380 m under 351', () => {
  expect(dropM(0, 4000)).toBeCloseTo(1.254, 3);
  expect(datumUpM({ lonDeg: 0, latDeg: 0, heightM: 351 }, -29)).toBe(-380);
});

test('the sheet of 4 × 3 cells: vertices at their middles, north is −z, culled by the heights it is given', () => {
  const levelM = new Float32Array(12).fill(7);
  const bytes = sheetGlb(GRID, sheetSize(GRID, 512), levelM, [-3, 9]);
  const { json, floats } = read(bytes);
  expect(new DataView(bytes.buffer).getUint32(8, true)).toBe(bytes.length);
  expect(json.nodes[0].translation).toEqual([120, 0, 35]);
  expect(json.accessors[0]).toMatchObject({ count: 12, max: [15, 9, 10] });
  expect(json.accessors[0].min[0]).toBe(-15);
  expect(json.accessors[0].min[1]).toBeCloseTo(-3, 2);
  expect(json.accessors[1].count).toBe(6 * 3 * 2);
  const firstM = floats(0);
  expect(firstM[0]).toBe(-15);
  expect(firstM[1]).toBeCloseTo(7, 2);
  expect(firstM[2]).toBe(10);
});

test('the highest water runs one vertex on into the bank, and beyond it lies the ground', () => {
  const row = [2, 2, 5, 6, 7];
  const bedElevationM = Float32Array.from([...row, ...row]);
  const depthM = new Float32Array(10).fill(Number.NaN);
  depthM.set([1, 1.5], 0);
  const wet = { columns: 5, rows: 2, bedElevationM };
  const levelM = highWaterM(wet, depthM, sheetSize({ ...GRID, ...wet }, 512));
  expect([...levelM]).toEqual([3, 3.5, 3.5, 6, 7, 3.5, 3.5, 3.5, 6, 7]);
  expect(extentOf(bedElevationM)).toEqual([2, 7]);
});

test('the classes of every map rise', () => {
  for (const stops of Object.values(FLOOD_STOPS))
    for (let i = 1; i < stops.length; i++) expect(stops[i].from).toBeGreaterThan(stops[i - 1].from);
});

test('waters of the start are those of second 0, and a difference tells of them too', () => {
  const cells = new Uint16Array(4);
  const water = { kind: 'water' as const };
  const difference = { kind: 'difference' as const, values: new Float32Array(1), depthM: new Float32Array(1) };
  const at = (timeS: number, maps: Parameters<typeof firstWaters>[0]['maps']) =>
    firstWaters({ frames: [{ timeS, cells, networks: null }], maps } as unknown as Parameters<typeof firstWaters>[0]);
  expect(at(0, water)).toBe(cells);
  expect(at(600, water)).toBeNull();
  expect(at(0, difference)).toBeNull();
  expect(firstWaters({ frames: [], maps: water })).toBeNull();
});
