import { expect, test } from 'vitest';
import { plan } from '../../demo/plan.ts';
import { ellipse } from '../../demo/shape/rings.ts';
import { cityGround } from '../../demo/terrain/ground.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { crossings, interpolate, lineOf, nearestOn, offsetLine, pointAt } from '../../model/geo/plane/line.ts';
import { isInRing, isSimple, signedAreaM2 } from '../../model/geo/plane/ring.ts';

/** The assertions of the plan's own checker that ground, water, roads, buildings and people rest on. */
const ground = cityGround(plan);
const { main: m, tributary: t } = plan.water;
const { extent } = plan.city;
const within = ([x, y]: readonly [number, number]) =>
  x >= extent.minX - 0.1 && x <= extent.maxX + 0.1 && y >= extent.minY - 0.1 && y <= extent.maxY + 0.1;
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

test('27 districts: simple, anticlockwise, inside the extent, of the stated area', () => {
  expect(plan.districts).toHaveLength(27);
  for (const { id, polygon, areaHa } of plan.districts) {
    expect(isSimple(polygon), id).toBe(true);
    expect(polygon.every(within), id).toBe(true);
    expect(Math.abs(signedAreaM2(polygon) / 1e4 - areaHa), id).toBeLessThan(0.02);
  }
});

test('districts part the city without overlaps, and without gaps but the rivers', () => {
  const boxed = plan.districts.map(({ polygon }) => ({ polygon, box: boundsOf(polygon) }));
  let twice = 0;
  let none = 0;
  for (let i = 0; i < 200; i++) {
    for (let j = 0; j < 150; j++) {
      const [x, y] = [-3980 + 40 * i, -2980 + 40 * j];
      const count = boxed.filter(
        ({ box, polygon }) => x > box.minX && x < box.maxX && y > box.minY && y < box.maxY && isInRing(polygon, x, y),
      ).length;
      if (count > 1) twice++;
      const dry =
        Math.abs(ground.nearestMain(x, y).offsetM) > 225 && Math.abs(ground.nearestTributary(x, y).offsetM) > 78;
      if (count === 0 && dry) none++;
    }
  }
  expect(twice).toBe(0);
  expect(none).toBeLessThanOrEqual(30);
});

test('residents, jobs, mixes and ages add up', () => {
  expect(sum(plan.districts.map(({ residents }) => residents))).toBe(400000);
  expect(plan.population.residents).toBe(400000);
  expect(sum(plan.districts.map(({ jobs }) => jobs))).toBe(plan.population.jobs);
  for (const { id, mix, residents, areaHa } of plan.districts) {
    if (Object.keys(mix).length > 0) expect(Math.abs(sum(Object.values(mix)) - 1), id).toBeLessThan(1e-9);
    expect(residents / areaHa, id).toBeLessThanOrEqual(420);
  }
  expect(Math.abs(sum(Object.values(plan.population.ages)) - 1)).toBeLessThan(1e-9);
});

test('the creek falls all the way and joins above the bed of the river', () => {
  for (let i = 1; i < t.bedLevels.length; i++) expect(t.bedLevels[i][1]).toBeLessThan(t.bedLevels[i - 1][1]);
  expect(t.bedLevels[t.bedLevels.length - 1][1]).toBeGreaterThan(ground.bedMain(t.confluenceK));
});

test('levee crests: 1.5 m over the 50-year level, 0.8 m over the 100-year level, creek likewise', () => {
  for (const [, , , q50, q100, crest] of m.profile) {
    expect(Math.abs(crest - q50 - m.freeboardM)).toBeLessThan(0.02);
    expect(crest - q100).toBeGreaterThanOrEqual(0.8);
  }
  for (const [s, , , , q100] of t.profile) {
    if (s >= t.leveeFromM) expect(interpolate(t.leveeCrest, s) - q100).toBeGreaterThanOrEqual(0.8);
  }
});

test('above its levees the creek stays in its valley', () => {
  for (const [s, , , , q100] of t.profile) {
    if (s >= t.leveeFromM) continue;
    for (const d of [70, -70]) {
      const [x, y] = pointAt(offsetLine(ground.tributary, d), s + 1);
      expect(ground.baseAt(x, y)).toBeGreaterThan(q100);
    }
  }
});

test('the ground formula builds the levee on both banks', () => {
  for (const side of [1, -1]) {
    const crest = offsetLine(ground.main, side * m.leveeOffsetM);
    for (let s = 300; s < 8200; s += 150) {
      if (side === 1 && Math.abs(s - t.confluenceK) < 260) continue;
      expect(ground.elevationAt(...pointAt(crest, s)) - ground.floodLevelM(50, s)).toBeGreaterThan(1.2);
    }
  }
});

test('the lake basin lies 3.5 m under the 100-year level, the old town square 3 m over it', () => {
  let [low, x0, y0] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let x = -2800; x < -600; x += 40) {
    for (let y = -600; y < 500; y += 40) {
      const z = ground.baseAt(x, y);
      if (z < low) [low, x0, y0] = [z, x, y];
    }
  }
  expect(ground.floodLevelM(100, ground.nearestMain(x0, y0).chainageM) - low).toBeGreaterThanOrEqual(3.5);
  const square = ground.elevationAt(1090, 480);
  expect(square - ground.floodLevelM(100, ground.nearestMain(1090, 480).chainageM)).toBeGreaterThanOrEqual(3);
});

test('hydrographs peak at their peak, 18 h after their start', () => {
  for (const years of [20, 50, 100] as const) {
    expect(Math.abs(ground.hydrographAt(years, m.hydrograph.timeToPeakH) - m.peakFlow[`${years}`])).toBeLessThan(1);
  }
});

test('lakes lie below their rims', () => {
  for (const lake of plan.water.lakes) {
    const rim = ellipse(lake.at, lake.semi, lake.rotDeg, 36).map(([x, y]) => ground.baseAt(x, y));
    expect(lake.normalLevelM, lake.id).toBeLessThan(Math.min(...rim));
  }
});

test('every river crossing of a road has its bridge, long and high enough', () => {
  for (const road of plan.roads.alignments) {
    const line = lineOf(road.points);
    const found = [ground.main, ground.tributary].flatMap((river) => crossings(line, river));
    const bridges = plan.bridges.filter((bridge) => bridge.road === road.id);
    expect(found.length, road.id).toBe(bridges.length);
    for (const bridge of bridges) {
      expect(found.some(({ at }) => Math.hypot(at[0] - bridge.at[0], at[1] - bridge.at[1]) < 1)).toBe(true);
      const q100 = bridge.over === 'main' ? ground.floodLevelM(100, bridge.chainageM) : bridge.level100M;
      expect(bridge.soffitM - q100, bridge.id).toBeGreaterThanOrEqual(0.99);
      expect(bridge.deckM).toBeGreaterThan(bridge.soffitM);
      expect(sum(bridge.spansM)).toBe(bridge.lengthM);
      expect(bridge.lengthM).toBeGreaterThanOrEqual(bridge.over === 'main' ? 2 * m.leveeOffsetM : 80);
    }
  }
});

test('underpasses: ground, low point and ramps agree', () => {
  for (const u of plan.underpasses) {
    expect(Math.abs(ground.elevationAt(...u.at) - u.groundM), u.id).toBeLessThan(0.02);
    expect(Math.abs(u.groundM - u.deepM - u.lowM), u.id).toBeLessThan(0.02);
    expect(Math.abs(u.deepM / u.rampGrade - u.rampLengthM), u.id).toBeLessThan(0.6);
    expect(u.rampGrade).toBeLessThanOrEqual(0.05);
  }
});

test('landmarks and shelters: in their districts, dry, off the red lines, apart', () => {
  const polygonOf = new Map(plan.districts.map(({ id, polygon }) => [id, polygon]));
  for (const place of [...plan.landmarks, ...plan.shelters]) {
    expect(isInRing(polygonOf.get(place.district) ?? [], ...place.at), place.id).toBe(true);
    expect(Math.abs(ground.nearestMain(...place.at).offsetM), place.id).toBeGreaterThanOrEqual(215);
    expect(Math.abs(ground.nearestTributary(...place.at).offsetM), place.id).toBeGreaterThanOrEqual(68);
  }
  const roads = plan.roads.alignments.map((road) => ({ road, line: lineOf(road.points) }));
  const onRoad: string[] = [];
  const free = new Set(['pagoda', 'square', 'rail', 'gas-gate', 'service-reservoir']);
  for (const { id, kind, at, sizeM } of plan.landmarks) {
    if (free.has(kind)) continue;
    for (const { road, line } of roads) {
      for (const u of [-0.5, 0, 0.5]) {
        for (const v of [-0.5, 0, 0.5]) {
          const d = Math.abs(nearestOn(line, at[0] + u * sizeM[0], at[1] + v * sizeM[1]).offsetM);
          if (d < road.redLineM / 2) onRoad.push(`${id} on ${road.id}`);
        }
      }
    }
  }
  expect(onRoad).toEqual([]);
  const over: string[] = [];
  const solid = plan.landmarks.filter(({ kind }) => kind !== 'square');
  for (const [i, a] of solid.entries()) {
    for (const b of solid.slice(i + 1)) {
      const touch = ([0, 1] as const).every((k) => Math.abs(a.at[k] - b.at[k]) < (a.sizeM[k] + b.sizeM[k]) / 2);
      if (touch) over.push(`${a.id} × ${b.id}`);
    }
  }
  expect(over).toEqual([]);
});

test('counts: 5 fire stations, 24 schools, 6 substations, 20 gates, beds by ward', () => {
  const count = (kind: string) => plan.landmarks.filter((landmark) => landmark.kind === kind).length;
  expect([count('fire'), count('school'), count('substation'), count('hospital'), count('sewage')]).toEqual([
    5, 24, 6, 2, 2,
  ]);
  const stadium = plan.landmarks[0];
  expect(stadium.seats).toBe(30000);
  expect(stadium.gates).toHaveLength(20);
  expect(Math.abs(sum((stadium.gates ?? []).map(({ widthM }) => widthM)) - 54)).toBeLessThan(0.01);
  for (const { wards, beds } of plan.landmarks) if (wards) expect(sum(wards.map((ward) => ward.beds))).toBe(beds);
});
