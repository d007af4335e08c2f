import { expect, test } from 'vitest';
import type { Prisms } from '../../../model/city/prisms.ts';
import { CitySolids } from '../../../workers/shared/city-solids.ts';
import { cityVolumes } from '../../../workers/shared/city-volumes.ts';
import { blockersOf, isSeen, type Place } from '../../../workers/shared/sight.ts';
import { type SightScene, sightScene } from '../../../workers/shared/sight-scene.ts';
import { corridorRing, enteringCorridor } from '../../../workers/view-analysis/corridor.ts';
import { opennessOf, skylineOf } from '../../../workers/view-analysis/skyline.ts';
import { BUILT, figuresOf, HIDDEN, SEEN, viewshedOf } from '../../../workers/view-analysis/viewshed.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** A block of 20 × 20 m and 30 m at 100 m north of the origin, and beside it a planned one of 60 m; a bridge of storeys 10 to 20 m up, east. */
const prisms: Prisms = {
  count: 3,
  layers: [
    { id: 'building', state: 'existing' },
    { id: 'plan', state: 'planned' },
  ],
  uses: [],
  layer: Uint32Array.of(0, 1, 0),
  row: Uint32Array.of(0, 0, 1),
  use: new Uint32Array(3).fill(0xffffffff),
  storeys: new Uint32Array(3),
  pitched: new Uint32Array(3),
  ringOf: Uint32Array.of(0, 1, 2, 3),
  vertexOf: Uint32Array.of(0, 4, 8, 12),
  groundM: new Float32Array(3),
  footM: Float32Array.of(0, 0, 10),
  topM: Float32Array.of(30, 60, 20),
  eastNorthM: Float32Array.of(
    ...[-10, 100, 10, 100, 10, 120, -10, 120],
    ...[20, 100, 40, 100, 40, 120, 20, 120],
    ...[100, -10, 120, -10, 120, 10, 100, 10],
  ),
};

/** Level ground at up 0 of 100 × 100 cells of 5 m; `hill`: heights by cell. */
function sceneWith(planned: string[] = [], hill: (column: number, row: number) => number = () => 0): SightScene {
  const { city } = smallCity();
  const { origin, datum } = city;
  const elevationM = new Float32Array(100 * 100);
  for (let i = 0; i < elevationM.length; i++)
    elevationM[i] = hill(i % 100, Math.floor(i / 100)) + origin.heightM - datum.geoidUndulationM;
  const grid = { westM: -250, southM: -250, cellM: 5, columns: 100, rows: 100 };
  const files = {
    manifest: city,
    read: async () => new Uint8Array(),
    readJson: async () => null,
    findJson: async () => null,
  };
  return sightScene(new CitySolids(files, cityVolumes(prisms), { grid: grid as never, elevationM }), planned, 0);
}

const eye: Place = [0, 0, 2];

test('a wall stands in a sight by as much as its top is over the line, at the place where that is most', () => {
  // From 2 m to 2 m, 200 m away: the block's 30 m stand 28 m over the level line from 100 to 120 m.
  const [blocker] = blockersOf(sceneWith(), eye, [0, 200, 2]);
  expect(blocker).toMatchObject({ building: 0, topM: 30 });
  expect(blocker.excessM).toBeCloseTo(28, 6);
  expect(blocker.distanceM).toBeGreaterThanOrEqual(100);
  // To 52 m: the line has 27 m at the near wall and 32 m at the far one: 3 m at 100 m.
  const [grazed] = blockersOf(sceneWith(), eye, [0, 200, 52]);
  expect(grazed.excessM).toBeCloseTo(3, 6);
  expect(grazed.distanceM).toBeCloseTo(100, 6);
  expect(isSeen(sceneWith(), eye, [0, 200, 58.1])).toBe(true);
  expect(isSeen(sceneWith(), eye, [0, 200, 57.9])).toBe(false);
});

test('planned layers stand in the way only where they are named, and sights pass under raised parts', () => {
  const target: Place = [60, 220, 2];
  expect(isSeen(sceneWith(), eye, target)).toBe(true);
  expect(isSeen(sceneWith(['plan']), eye, target)).toBe(false);
  expect(isSeen(sceneWith(), eye, [200, 0, 2])).toBe(true);
  expect(isSeen(sceneWith(), eye, [200, 0, 28])).toBe(false);
});

test('a ridge hides what lies behind it, and refraction lifts the sight by its part of the curvature', () => {
  const ridge = sceneWith([], (_, row) => (row === 60 ? 12 : 0));
  // The ridge's crest is at 52.5 m; a sight from 2 m clears it to a target at 222.5 m from 44.4 m on.
  const crestM = 52.5;
  const clearM = 2 + ((12 - 2) / crestM) * 222.5;
  // Up falls with the distance from the origin by half a centimetre in 250 m.
  expect(isSeen(ridge, [-120, 0, 2], [-120, 222.5, clearM + 0.05])).toBe(true);
  expect(isSeen(ridge, [-120, 0, 2], [-120, 222.5, clearM - 0.05])).toBe(false);
  const bent = { ...ridge, refractionRatio: 0.5 };
  const [straight] = blockersOf(ridge, [-120, -240, 2], [-120, 240, 2]);
  const [bowed] = blockersOf(bent, [-120, -240, 2], [-120, 240, 2]);
  expect(straight.excessM - bowed.excessM).toBeCloseTo((0.5 * 292.5 * 187.5) / (2 * 6_371_008.8), 4);
});

test('a viewshed on level ground is a shadow behind the block, with its footprint apart', async () => {
  const found = await viewshedOf(sceneWith(), { eye, radiusM: 240, aboveM: 0, skip: null }, async () => false);
  if (!found) throw new Error('expected a viewshed');
  const classAt = (x: number, y: number) =>
    found.classes[
      Math.floor((y - found.southM) / found.cellM) * found.columns + Math.floor((x - found.westM) / found.cellM)
    ];
  expect(classAt(2.5, 50)).toBe(SEEN);
  expect(classAt(2.5, 112.5)).toBe(BUILT);
  expect(classAt(2.5, 200)).toBe(HIDDEN);
  expect(classAt(-100, 200)).toBe(SEEN);
  const { builtM2, seenRatio } = figuresOf(found);
  expect(builtM2).toBe(20 * 20);
  expect(seenRatio).toBeGreaterThan(0.8);
  expect(await viewshedOf(sceneWith(), { eye, radiusM: 240, aboveM: 0, skip: null }, async () => true)).toBeNull();
});

test('the skyline is the angle to the near edge of a roof, and its sky share a hand calculation', () => {
  const [north] = skylineOf(sceneWith(), eye, { fromDeg: 0, toDeg: 0, stepDeg: 360, farM: 240 });
  expect(north.angleDeg).toBeCloseTo((Math.atan(28 / 100) * 180) / Math.PI, 9);
  expect(north).toMatchObject({ building: 0, distanceM: 100, upM: 30 });
  const [west] = skylineOf(sceneWith(), eye, { fromDeg: 270, toDeg: 270, stepDeg: 360, farM: 240 });
  expect(west).toMatchObject({ building: null, angleDeg: 0, upM: null });
  const { skyRatio, highestDeg, varianceDeg2 } = opennessOf([
    { ...north, angleDeg: 30 },
    { ...north, angleDeg: 0 },
  ]);
  expect(skyRatio).toBeCloseTo(1 - 0.5 / 2, 12);
  expect(highestDeg).toBe(30);
  expect(varianceDeg2).toBeCloseTo(225, 12);
});

test('a corridor names what rises over its lower face inside the strip alone, by its highest excess', () => {
  const scene = sceneWith(['plan']);
  const strip = { eye, landmark: [0, 200, 42] as Place, eyeWidthM: 0, landmarkWidthM: 40 };
  expect(corridorRing(strip)).toHaveLength(3);
  // At 100 m the face is at 22 m: 8 m; the planned block begins 20 m aside, the strip is 12 m wide there to either side.
  const [only, ...others] = enteringCorridor(scene, strip, null);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ building: 0, topM: 30 });
  expect(only.excessM).toBeCloseTo(8, 9);
  expect(only.distanceM).toBeCloseTo(100, 9);
  // 120 m wide: the planned one enters, 38 m over the face.
  const wide = enteringCorridor(scene, { ...strip, landmarkWidthM: 120 }, null);
  expect(wide.map(({ building, excessM }) => [building, Math.round(excessM * 1e6) / 1e6])).toEqual([
    [1, 38],
    [0, 8],
  ]);
  expect(enteringCorridor(scene, strip, 0)).toEqual([]);
});
