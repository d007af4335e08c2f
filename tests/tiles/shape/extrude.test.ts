import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { extrudeBuildings } from '../../../tiles/shape/extrude.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { GABLE, HIP, PYRAMID } from '../../../tiles/shape/roof.ts';
import { leastNormalCosine, openEdges, volumeM3 } from './closed.ts';
import { buildingLayer, ORIGIN, type PartSpec, rectangle } from './footprints.ts';

const flat = groundOf(ORIGIN, 0, null);

function extrude(...buildings: PartSpec[][]) {
  const layer = buildingLayer(buildings);
  return extrudeBuildings(
    layer,
    Uint32Array.from(buildings, (_, i) => i),
    flat,
  );
}

const BLOCK = rectangle(0, 0, 10, 6);

test('a block on the ground is open at its foot ring alone', () => {
  const mesh = extrude([{ rings: [BLOCK], topM: 5 }]);
  expect(openEdges(mesh)).toBe(4);
  expect(mesh.index.length / 3).toBe(8 + 2);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.999);
});

test('a block in the air is closed below too', () => {
  const mesh = extrude([{ rings: [BLOCK], baseM: 3, topM: 8 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(300, 6);
});

test('a courtyard has walls of its own', () => {
  const hole = rectangle(2, 2, 4, 4).reverse();
  const mesh = extrude([{ rings: [BLOCK, hole], baseM: 1, topM: 6 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(56 * 5, 6);
});

test.each([
  ['gable', GABLE, 60],
  ['hip', HIP, 48],
  ['pyramid', PYRAMID, 40],
])('a %s roof closes over its walls', (_, roof, roofM3) => {
  const mesh = extrude([{ rings: [BLOCK], baseM: 1, topM: 6, roof, roofM: 2 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(300 + roofM3, 6);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.999);
});

test('repeated vertices, vertices on a line and spikes drop out', () => {
  const ring: [number, number][] = [
    [0, 0],
    [0, 0],
    [5, 0],
    [10, 0],
    [10, 6],
    [10, 9],
    [10, 6],
    [0, 6],
    [0, 3],
  ];
  const mesh = extrude([{ rings: [ring], baseM: 1, topM: 6 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(mesh.index.length / 3).toBe(8 + 2 + 2);
  expect(volumeM3(mesh)).toBeCloseTo(300, 6);
});

test('rings of more than one block of vertices stay closed', () => {
  const ring = Array.from({ length: 700 }, (_, i): [number, number] => {
    const angle = (i / 700) * 2 * Math.PI;
    const radius = i % 2 ? 200 : 180;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const mesh = extrude([{ rings: [ring], baseM: 1, topM: 6 }], [{ rings: [BLOCK], baseM: 1, topM: 6 }]);
  expect(openEdges(mesh)).toBe(0);
});

test('a building stands on the lowest ground under its rings', () => {
  const slope = {
    ...{ westM: -100, southM: -100, cellM: 100, columns: 3, rows: 3 },
    elevationM: Float32Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2].map((k) => 400 + 10 * k)),
  };
  const mesh = extrudeBuildings(
    buildingLayer([[{ rings: [rectangle(20, 0, 30, 10)], topM: 5 }]]),
    Uint32Array.of(0),
    groundOf(ORIGIN, 0, slope),
  );
  const ups = mesh.positionM.filter((_, i) => i % 3 === 2);
  expect(Math.min(...ups)).toBeCloseTo(12, 1);
  expect(Math.max(...ups)).toBeCloseTo(17, 1);
});

test('a building without a height is an error, never a guess', () => {
  expect(() => extrude([{ rings: [BLOCK], topM: Number.NaN }])).toThrow(
    'building: row 0: expected a top above the base 0 m, got NaN',
  );
});

/** Ground that falls by a tenth to the east. */
const slope = { ...flat, elevationAt: (eastM: number) => flat.originElevationM - eastM / 10 };

/** Up of the highest vertex within each of the rings' boxes, and of the lowest. */
function highAndLow(
  mesh: ReturnType<typeof extrudeBuildings>,
  west: number,
  east: number,
): [high: number, low: number] {
  let high = -Infinity;
  let low = Infinity;
  const { positionM: p } = mesh;
  for (let i = 0; i < p.length; i += 3) {
    if (p[i] < west || p[i] > east) continue;
    high = Math.max(high, p[i + 2]);
    low = Math.min(low, p[i + 2]);
  }
  return [high, low];
}

test('parts on a slope stand on the ground under themselves, each with the roof as high above it', () => {
  const layer = buildingLayer([
    [
      { rings: [rectangle(0, 0, 10, 6)], topM: 5 },
      { rings: [rectangle(100, 0, 110, 6)], topM: 5 },
    ],
  ]);
  const mesh = extrudeBuildings(layer, Uint32Array.of(0), slope);
  expect(highAndLow(mesh, -1, 11)).toEqual([expect.closeTo(4, 1), expect.closeTo(-1, 1)]);
  expect(highAndLow(mesh, 99, 111)).toEqual([expect.closeTo(-6, 1), expect.closeTo(-11, 1)]);
});

test('a tower stands on its podium, however the ground lies under it', () => {
  const layer = buildingLayer([
    [
      { rings: [rectangle(0, 0, 60, 20)], topM: 10 },
      { rings: [rectangle(0, 0, 10, 10)], baseM: 10, topM: 30 },
    ],
  ]);
  const [high] = highAndLow(extrudeBuildings(layer, Uint32Array.of(0), slope), -1, 61);
  expect(high).toBeCloseTo(-6 + 30, 1);
});

test('48 km from the origin a roof is level and a wall plumb where they stand', () => {
  const eastM = 48_000;
  const ring: [number, number][] = rectangle(eastM, 0, eastM + 276, 60);
  const layer = buildingLayer([[{ rings: [ring], topM: 50 }]]);
  // Places of the ellipsoid, not of the plane: the plane lies 180 m above it there.
  const { geometry } = layer.features;
  if (geometry.kind !== 'polygon') throw new Error('expected polygons');
  const { positionM: p } = extrudeBuildings(layer, Uint32Array.of(0), flat);
  const foot = lonLatFromEnu(ORIGIN, [p[0], p[1], p[2]]);
  const heights = new Set<number>();
  for (let i = 0; i < p.length; i += 3) {
    const { heightM } = lonLatFromEnu(ORIGIN, [p[i], p[i + 1], p[i + 2]]);
    const aboveM = heightM - foot.heightM;
    const level = aboveM > 25 ? 50 : 0;
    expect(Math.abs(aboveM - level)).toBeLessThan(0.1);
    heights.add(level);
  }
  expect([...heights].sort()).toEqual([0, 50]);
  const corners: { lonDeg: number; latDeg: number }[] = [];
  for (let v = 0; v < geometry.lonLatDeg.length; v += 2)
    corners.push({ lonDeg: geometry.lonLatDeg[v], latDeg: geometry.lonLatDeg[v + 1] });
  for (let i = 0; i < p.length; i += 3) {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [p[i], p[i + 1], p[i + 2]]);
    const nearest = Math.min(
      ...corners.map((at) => Math.hypot((at.lonDeg - lonDeg) * 92_000, (at.latDeg - latDeg) * 111_000)),
    );
    expect(nearest).toBeLessThan(0.1);
  }
});

test('far from the origin the roof of a wide tower has the shape of its foot', () => {
  // The lean of 200 m is 20.4 steps at one end and 20.8 at the other: rounded corner by corner the roof was a step wider.
  const eastM = 20_300;
  const ring: [number, number][] = rectangle(eastM, -10, eastM + 400, 9);
  const { positionM: p } = extrudeBuildings(buildingLayer([[{ rings: [ring], topM: 200 }]]), Uint32Array.of(0), flat);
  const widthM = (isTop: boolean) => {
    const east: number[] = [];
    for (let i = 0; i < p.length; i += 3) if (p[i + 2] > -30 + 100 === isTop) east.push(p[i]);
    return Math.max(...east) - Math.min(...east);
  };
  expect(widthM(true)).toBeCloseTo(widthM(false), 3);
});

test('a house whose long walls end in jogs of 8 cm keeps its area', () => {
  // The second of two houses of Zhuhai: three of its corners are cut by edges of 8 cm.
  const ring: [number, number][] = [
    [-4018.099, -5203.997],
    [-4023.552, -5208.665],
    [-4023.608, -5208.598],
    [-4025.891, -5205.824],
    [-4020.496, -5201.205],
    [-4020.438, -5201.156],
    [-4018.16, -5203.924],
  ].map(([x, y]) => [x + 4000, y + 5200]);
  const mesh = extrude([{ rings: [ring], baseM: 1, topM: 2 }]);
  let doubled = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    doubled += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  // Of what the grid of 1/32 m may change on edges of 7 m.
  expect(Math.abs(Math.abs(volumeM3(mesh)) - Math.abs(doubled) / 2)).toBeLessThan(0.3);
});
