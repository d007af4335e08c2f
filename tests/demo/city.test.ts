import { expect, test } from 'vitest';
import { heightCap } from '../../demo/buildings/buildings.ts';
import { coverM2 } from '../../demo/buildings/mass.ts';
import { layersOf } from '../../demo/chengchuan.ts';
import { buildDemoCity } from '../../demo/demo-city.ts';
import { apportion } from '../../demo/people/population.ts';
import { insetAll } from '../../demo/shape/cut-rings.ts';
import { randomOf, uniform } from '../../demo/shape/random.ts';
import { railLevelAt } from '../../demo/streets/railway.ts';
import { ribbon } from '../../demo/streets/ribbon.ts';
import { addNoise, buildElevation } from '../../demo/terrain/elevation.ts';
import { buildLandCover } from '../../demo/terrain/land-cover.ts';
import { PATTERNS } from '../../model/city/slender.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { directionAt, lineOf, nearestOn, offsetLine, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing, isSimple, ringsOverlap, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { sampleElevation } from '../../tiles/shape/ground.ts';
import type { Xyz } from '../../tiles/shape/solid.ts';
import { builtCity } from './built-city.ts';

const city = builtCity;
const { plan, ground, buildings, roads } = city;
const raster = buildElevation(plan, ground, city.decks, city.trenches);
const cover = buildLandCover(city);
const heightAt = (x: number, y: number) => sampleElevation(raster, x, y, Number.NaN);
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

// ---- buildings and people

test('at least 12,000 buildings, each with its own id and 16-digit code', () => {
  expect(buildings.length).toBeGreaterThanOrEqual(12000);
  expect(new Set(buildings.map(({ id }) => id)).size).toBe(buildings.length);
  const codes = buildings.map(({ code }) => code);
  expect(new Set(codes).size).toBe(buildings.length);
  expect(codes.filter((code) => !/^6199010501\d{6}$/.test(code))).toEqual([]);
});

test('buildings say what they are: use, name, storeys, year, dwellings, address', () => {
  const poor = buildings.filter(
    (b) =>
      b.name.zh === '' ||
      b.name.en === '' ||
      !/号/.test(b.address.zh) ||
      !/^\d+(-\d+)? [A-Z]/.test(b.address.en) ||
      b.storeys < 1 ||
      b.year < 1384 ||
      b.year > 2026 ||
      b.heightM <= 2 ||
      b.facade < 0 ||
      b.facade > 4,
  );
  expect(poor.map(({ id }) => id)).toEqual([]);
});

test('numbers run by (y, x) of the centroid inside a district', () => {
  const wrong: string[] = [];
  const named = new Set(plan.construction.plantedHomes.map(({ id }) => id));
  for (const district of plan.districts) {
    // Those that the plan itself names have the plan's ids.
    const own = buildings.filter((b) => b.id.startsWith(`bld-${district.id}-`) && !named.has(b.id));
    for (let i = 1; i < own.length; i++) {
      const [a, b] = [own[i - 1].at, own[i].at];
      if (a[1] > b[1] || (a[1] === b[1] && a[0] > b[0])) wrong.push(own[i].id);
      if (own[i].id !== `bld-${district.id}-${String(i + 1).padStart(5, '0')}`) wrong.push(own[i].id);
    }
  }
  expect(wrong).toEqual([]);
});

test('residents and jobs are exact in every district, 400,000 in all', () => {
  for (const { id, residents, jobs } of plan.districts) {
    const own = buildings.filter(({ district }) => district === id);
    expect(sum(own.map((b) => b.residents)), id).toBe(residents);
    expect(sum(own.map((b) => b.jobs)), id).toBe(jobs);
  }
  expect(sum(buildings.map((b) => b.residents))).toBe(400000);
});

/** Districts whose plan names a mix that its own density cannot hold: a quarter village at 22 %, half podiums at 32 %. */
const DENSER_BY_MIX = new Set(['ED6', 'ND4']);

test('building density and floor area ratio of the built blocks are the plan’s, net of streets', () => {
  for (const district of plan.districts) {
    const blocks = city.blocks.filter((block) => block.district === district && block.use === 'built');
    const netM2 = sum(blocks.map(({ ring }) => signedAreaM2(ring)));
    if (netM2 === 0) continue;
    const own = buildings.filter(({ district: id, block }) => id === district.id && block !== '');
    const coverPct = (100 * sum(own.map(({ parts }) => coverM2(parts)))) / netM2;
    const tolerancePct = DENSER_BY_MIX.has(district.id) ? 9 : 4;
    expect(Math.abs(coverPct - district.densityPct), `${district.id} density`).toBeLessThan(tolerancePct);
    const ratio = sum(own.map(({ floorM2 }) => floorM2)) / netM2;
    const [least, most] = district.far;
    expect(ratio, `${district.id} floor area ratio`).toBeGreaterThan(least * 0.8);
    expect(ratio, `${district.id} floor area ratio`).toBeLessThan(most * 1.1);
  }
});

test('largest remainders: 10 among weights 1, 1, 2 is 3, 2, 5; nothing among none', () => {
  expect([...apportion([1, 1, 2], 10)]).toEqual([3, 2, 5]);
  expect([...apportion([], 0)]).toEqual([]);
  expect([...apportion([0, 0], 3)]).toEqual([3, 0]);
});

test('no house of the blocks is higher than the historic quarter and the view corridor allow', () => {
  const capM = heightCap(plan);
  const over = buildings.filter(
    (b) => !b.landmark && b.id.startsWith('bld-') && b.heightM > capM(b.parts[0].ring) + 1e-9,
  );
  expect(over.map(({ id }) => id)).toEqual([]);
  const historic = plan.plans.zones.find(({ id }) => id === 'HIS-1');
  expect(capM([[980, 380]])).toBe(12);
  expect(isInRing(historic?.polygon ?? [], 980, 380)).toBe(true);
});

test('buildings keep off each other', () => {
  const pairs = crossingPairs(
    buildings.flatMap((b) => b.parts.filter(({ baseM }) => baseM < 1).map(({ ring }) => ({ owner: b.id, ring }))),
  );
  expect(pairs.length).toBeLessThanOrEqual(4);
});

test('buildings keep off the carriageways', () => {
  const walls = buildings.flatMap((b) =>
    b.parts.filter(({ baseM }) => baseM < 1).map(({ ring }) => ({ owner: b.id, ring })),
  );
  const index = indexOf(walls);
  let hits = 0;
  for (const segment of roads.segments) {
    if (segment.level === 'deck') continue;
    const strip = ribbon(segment.points, segment.carriagewayM);
    for (const wall of near(index, strip)) if (ringsOverlap(wall.ring, strip)) hits++;
  }
  expect(hits).toBeLessThanOrEqual(4);
});

test('no house stands between the levees', () => {
  const wet = buildings.filter(
    ({ at }) =>
      Math.abs(ground.nearestMain(...at).offsetM) < 195 || Math.abs(ground.nearestTributary(...at).offsetM) < 45,
  );
  expect(wet.map(({ id }) => id)).toEqual([]);
});

test('rings are simple and anticlockwise, tops above bases', () => {
  const wrong = buildings.filter(({ parts }) =>
    parts.some(({ ring, baseM, topM }) => signedAreaM2(ring) <= 0.5 || topM <= baseM || !isSimple(ring)),
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test('slabs of a block let the sun in: 1.35 × height to the next row', () => {
  const slabs = new Map<string, typeof buildings>();
  for (const b of buildings)
    if (b.use.endsWith('slab') && b.block) slabs.set(b.block, [...(slabs.get(b.block) ?? []), b]);
  let tested = 0;
  for (const row of [...slabs.values()].slice(0, 120)) {
    for (const south of row) {
      for (const north of row) {
        const dy = north.at[1] - south.at[1];
        if (dy < 15 || Math.abs(north.at[0] - south.at[0]) > 10) continue;
        tested++;
        expect(dy - 13, `${south.id} → ${north.id}`).toBeGreaterThanOrEqual(1.3 * (south.heightM - 3.2) - 3);
      }
    }
  }
  expect(tested).toBeGreaterThan(50);
});

test('the same city each time', () => {
  const again = buildDemoCity();
  expect(again.buildings.length).toBe(buildings.length);
  expect(JSON.stringify(again.buildings.slice(0, 400))).toBe(JSON.stringify(buildings.slice(0, 400)));
  expect(JSON.stringify(again.roads.segments.at(-1))).toBe(JSON.stringify(roads.segments.at(-1)));
});

// ---- roads

test('segments: own ids, ends at their junctions, one net', () => {
  const { segments, junctions } = roads;
  expect(new Set(segments.map(({ id }) => id)).size).toBe(segments.length);
  const root = segments.map((_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) at = root[at];
    root[i] = at;
    return at;
  };
  let farthest = 0;
  for (const junction of junctions) {
    for (const i of junction.segments) {
      const { points } = segments[i];
      const d = Math.min(
        ...[points[0], points[points.length - 1]].map(([x, y]) => Math.hypot(x - junction.at[0], y - junction.at[1])),
      );
      farthest = Math.max(farthest, d);
      root[find(i)] = find(junction.segments[0]);
    }
  }
  expect(farthest).toBeLessThan(16.1);
  const sizes = new Map<number, number>();
  segments.forEach((segment, i) => {
    sizes.set(find(i), (sizes.get(find(i)) ?? 0) + segment.lengthM);
  });
  const total = sum(segments.map(({ lengthM }) => lengthM));
  expect(Math.max(...sizes.values()) / total).toBeGreaterThan(0.9);
});

test('alignments keep their whole length through all their segments', () => {
  for (const alignment of plan.roads.alignments) {
    const own = roads.segments.filter(({ road }) => road === alignment.id);
    expect(Math.abs(sum(own.map(({ lengthM }) => lengthM)) - lineOf(alignment.points).lengthM)).toBeLessThan(0.01);
    expect(own[0].id).toBe(`seg-${alignment.id}-001`);
  }
});

test('decks clear the 100-year flood by a metre over both levees, and come down at 4 %', () => {
  for (const deck of city.decks) {
    const { bridge } = deck;
    if (!bridge) continue;
    const at = nearestOn(deck.line, ...bridge.at).chainageM;
    for (let s = at - bridge.lengthM / 2; s <= at + bridge.lengthM / 2; s += 5) {
      expect(deck.levelAt(s), deck.id).toBeCloseTo(bridge.deckM, 6);
    }
    for (let s = deck.fromM; s < deck.toM - 5; s += 5) {
      expect(Math.abs(deck.levelAt(s + 5) - deck.levelAt(s)) / 5, `${deck.id} at ${s}`).toBeLessThan(0.09);
    }
  }
});

// ---- elevation

test('the raster is the formula to 3 cm where no road, railway or lake has changed the ground', () => {
  const random = randomOf(1, 'test', 'elevation');
  const rail = lineOf(plan.rail.points);
  let worst = 0;
  for (let k = 0; k < 4000; k++) {
    const x = Math.round(uniform(random, -3990, 3990) / 2) * 2;
    const y = Math.round(uniform(random, -2990, 2990) / 2) * 2;
    if (Math.abs(nearestOn(rail, x, y).offsetM) < 30) continue;
    if (city.decks.some((deck) => Math.abs(nearestOn(deck.line, x, y).offsetM) < 45)) continue;
    if (city.trenches.some((trench) => Math.abs(nearestOn(trench.line, x, y).offsetM) < 30)) continue;
    if (plan.water.lakes.some((lake) => Math.hypot(x - lake.at[0], y - lake.at[1]) < lake.semi[0] * 1.1)) continue;
    worst = Math.max(worst, Math.abs(heightAt(x, y) - ground.elevationAt(x, y)));
  }
  expect(worst).toBeLessThan(0.03);
});

test('open ground is uneven by 10 cm at most, roads, levees and trunks are not', () => {
  const rough = { ...raster, elevationM: raster.elevationM.slice() };
  addNoise(plan, ground, cover, rough);
  const change = (x: number, y: number) => sampleElevation(rough, x, y, Number.NaN) - heightAt(x, y);
  let [least, most] = [0, 0];
  for (let x = -3900; x < 3900; x += 34) {
    for (let y = -2900; y < 2900; y += 34) {
      least = Math.min(least, change(x, y));
      most = Math.max(most, change(x, y));
    }
  }
  expect(least).toBeGreaterThan(-0.1001);
  expect(least).toBeLessThan(-0.06);
  expect(most).toBeGreaterThan(0.06);
  expect(most).toBeLessThan(0.1001);
  const inside = (v: number, limit: number) => Math.min(Math.max(v, -limit), limit);
  const bends = [...plan.roads.alignments, ...plan.pipes.trunks].flatMap(({ points }) => points);
  expect(Math.max(...bends.map(([x, y]) => Math.abs(change(inside(x, 3999), inside(y, 2999)))))).toBeLessThan(0.02);
  expect(Math.abs(change(...pointAt(offsetLine(ground.main, 182), 3000)))).toBe(0);
});

test('levee crests are unbroken on the raster but at the creek and under the bridges', () => {
  const { leveeOffsetM } = plan.water.main;
  for (const side of [1, -1]) {
    const crest = offsetLine(ground.main, side * leveeOffsetM);
    for (let s = 100; s < 8300; s += 20) {
      if (side === 1 && Math.abs(s - plan.water.tributary.confluenceK) < 120) continue;
      const [x, y] = pointAt(crest, s);
      const { chainageM } = ground.nearestMain(x, y);
      expect(heightAt(x, y) - ground.floodLevelM(50, chainageM), `${side} ${s}`).toBeGreaterThan(1);
    }
  }
});

test('underpasses are open down to their low points, with rims, and hold what the plan says', () => {
  const [up1] = plan.underpasses;
  expect(heightAt(...up1.at)).toBeCloseTo(up1.lowM, 2);
  let volume = 0;
  for (let x = -2030; x < -1970; x += 2) {
    for (let y = 300; y < 790; y += 2) volume += Math.max(0, up1.lowM + 1.01 - heightAt(x, y)) * 4;
  }
  const wedge = up1.widthM * (up1.coveredM * 1.01 + 1.01 ** 2 / up1.rampGrade);
  expect(Math.abs(volume / wedge - 1)).toBeLessThan(0.06);
  for (const y of [400, 545, 700])
    expect(heightAt(-2000 + up1.widthM / 2 + 1, y)).toBeGreaterThanOrEqual(up1.crestM - 0.02);
});

test('lakes hold water: bottom below, shore above their normal level', () => {
  for (const lake of plan.water.lakes) {
    expect(heightAt(...lake.at), lake.id).toBeLessThan(lake.normalLevelM - 1);
    expect(heightAt(lake.at[0], lake.at[1])).toBeGreaterThan(lake.bottomM - 0.1);
  }
});

test('the railway stands 2.8 m and more over its ground but where roads pass', () => {
  const rail = lineOf(plan.rail.points);
  for (let s = 50; s < rail.lengthM - 50; s += 50) {
    if (city.gaps.some((gap) => s > gap.fromM - 6 && s < gap.toM + 6)) continue;
    const [x, y] = pointAt(rail, s);
    expect(heightAt(x, y) - ground.baseAt(x, y), `${s}`).toBeGreaterThan(2.6);
  }
});

test('roads that pass the railway at grade have 4.8 m under its bridges, and the track climbs no steeper than 1.2 %', () => {
  const rail = lineOf(plan.rail.points);
  const atGrade = city.gaps.filter((gap) => gap.atGrade);
  expect(atGrade.map(({ road }) => road).sort()).toEqual(['B4', 'S10', 'S7', 'S9']);
  for (const gap of atGrade) {
    const bridge = city.bridges.find(({ id }) => id === `rb-${gap.road}`);
    const [x, y] = pointAt(rail, (gap.fromM + gap.toM) / 2);
    expect((bridge?.soffitM ?? 0) - ground.elevationAt(x, y), gap.road).toBeGreaterThan(4.79);
    for (let s = gap.fromM - 500; s < gap.toM + 500; s += 50) {
      const [low, high] = [0, 50].map((d) => railLevelAt(plan, ground, rail, city.gaps, s + d));
      expect(Math.abs(high - low) / 50, `${gap.road} at ${s}`).toBeLessThan(0.012);
    }
  }
});

// ---- layers

test('layers: ids once, outer rings anticlockwise and holes clockwise, all near the city', () => {
  const layers = layersOf(city, { layers: [] });
  expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length);
  for (const { id, features } of layers) {
    const { offsets, bytes } = features.ids;
    const ids = new Set<string>();
    for (let i = 0; i < features.count; i++) ids.add(new TextDecoder().decode(bytes.slice(offsets[i], offsets[i + 1])));
    expect(ids.size, id).toBe(features.count);
    expect(ids.has(''), id).toBe(false);
    const { geometry } = features;
    expect(geometry.lonLatDeg.every(Number.isFinite), id).toBe(true);
    if (geometry.kind !== 'polygon') continue;
    let wrong = 0;
    for (let part = 0; part < geometry.partRing.length - 1; part++) {
      for (let ring = geometry.partRing[part]; ring < geometry.partRing[part + 1]; ring++) {
        const points: Point[] = [];
        for (let v = geometry.ringVertex[ring]; v < geometry.ringVertex[ring + 1]; v++) {
          points.push([(geometry.lonLatDeg[2 * v] - 108.75) * 1e5, (geometry.lonLatDeg[2 * v + 1] - 34.3) * 1e5]);
        }
        if (signedAreaM2(points) > 0 !== (ring === geometry.partRing[part])) wrong++;
      }
    }
    expect(wrong, id).toBe(0);
  }
});

// ---- solids

test('bridges and landmarks are closed: every edge is shared by two faces that run it in opposite ways', () => {
  // Cables and railings are skins.
  for (const { id, faces } of [...city.bridges, ...city.solids])
    expect(openEdges(faces.filter(({ slender }) => !slender)), id).toBe(0);
});

test('bridges over water have railings; the pylon stands 87 m over its deck with 48 cables and an arch on 26 hangers', () => {
  const named = (id: string) => city.bridges.find((bridge) => bridge.id === id);
  const bars = (id: string) =>
    (named(id)?.faces ?? []).filter(({ slender }) => slender?.[4] === PATTERNS.bar).length / 4;
  for (const { id, over } of plan.bridges)
    if (over === 'main' && id !== 'br-1' && id !== 'br-3')
      expect(
        (named(id)?.faces ?? []).filter(({ slender }) => slender?.[4] === PATTERNS.railing).length,
        id,
      ).toBeGreaterThan(100);
  expect(bars('br-2')).toBe(48);
  expect(bars('br-4')).toBe(26);
  const top = Math.max(...(named('br-2')?.faces ?? []).flatMap(({ ring }) => ring.map(([, , z]) => z)));
  expect(top - (named('br-2')?.deckM ?? 0)).toBeCloseTo(87.2, 1);
  for (const { id, faces } of city.bridges) expect(trianglesOf(faces), id).toBeLessThan(5000);
});

test('faces look outwards: solids have positive volume', () => {
  for (const { id, faces } of [...city.bridges, ...city.solids]) expect(volumeOf(faces), id).toBeGreaterThan(10);
});

test('the stadium is as wide and high as planned', () => {
  const stadium = city.solids.find(({ id }) => id === 'lm-stadium');
  const points = (stadium?.faces ?? []).flatMap(({ ring }) => ring);
  const xs = points.map(([x]) => x);
  expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(252, 0);
  expect(Math.max(...points.map(([, , z]) => z)) - plan.landmarks[0].groundM).toBeCloseTo(42, 1);
});

// ---- land cover

test('all twelve classes of land cover occur; the river is water, the road is road, the square is paved', () => {
  const at = (x: number, y: number) =>
    cover.classes[
      cover.cells[
        Math.round((y - cover.southM) / cover.cellM) * cover.columns + Math.round((x - cover.westM) / cover.cellM)
      ]
    ].id;
  expect(new Set(cover.cells).size).toBe(12);
  const [x, y] = pointAt(ground.main, 2000);
  expect(at(x, y)).toBe('water');
  expect(at(1090, 480)).toBe('paved');
  expect(at(-1640, -110)).toBe('water');
  expect(at(-1200, 865)).toBe('bare-site');
  expect(at(2980, 2330)).toMatch(/shrub-tree|road/);
  expect(directionAt(ground.main, 10)[0]).toBeGreaterThan(0.9);
});

// ---- helpers

interface Owned {
  owner: string;
  ring: Point[];
}

function indexOf(items: Owned[]): Map<number, Owned[]> {
  const cells = new Map<number, Owned[]>();
  for (const item of items) {
    for (const key of cellsOf(item.ring)) cells.set(key, [...(cells.get(key) ?? []), item]);
  }
  return cells;
}

function cellsOf(ring: Point[]): number[] {
  const box = boundsOf(ring);
  const out: number[] = [];
  for (let i = Math.floor(box.minX / 60); i <= Math.floor(box.maxX / 60); i++) {
    for (let j = Math.floor(box.minY / 60); j <= Math.floor(box.maxY / 60); j++) out.push(i * 10000 + j);
  }
  return out;
}

function near(cells: Map<number, Owned[]>, ring: Point[]): Set<Owned> {
  return new Set(cellsOf(ring).flatMap((key) => cells.get(key) ?? []));
}

function crossingPairs(items: Owned[]): [string, string][] {
  const cells = indexOf(items);
  const out: [string, string][] = [];
  for (const item of items) {
    const shrunk = insetAll(item.ring, 0.15);
    if (!shrunk) continue;
    for (const other of near(cells, item.ring)) {
      if (other.owner <= item.owner) continue;
      if (ringsOverlap(shrunk, other.ring)) out.push([item.owner, other.owner]);
    }
  }
  return out;
}

const trianglesOf = (faces: readonly { ring: readonly Xyz[] }[]): number =>
  faces.reduce((sum, { ring }) => sum + ring.length - 2, 0);

function openEdges(faces: readonly { ring: readonly Xyz[] }[]): number {
  const open = new Map<string, number>();
  const name = (p: Xyz) => p.map((v) => Math.round(v * 1000)).join(',');
  for (const { ring } of faces) {
    for (let i = 0; i < ring.length; i++) {
      const [a, b] = [name(ring[i]), name(ring[(i + 1) % ring.length])];
      if (a === b) continue;
      const [key, sign] = a < b ? [`${a}|${b}`, 1] : [`${b}|${a}`, -1];
      open.set(key, (open.get(key) ?? 0) + sign);
    }
  }
  return [...open.values()].filter((count) => count !== 0).length;
}

function volumeOf(faces: readonly { ring: readonly Xyz[] }[]): number {
  const [ox, oy, oz] = faces[0].ring[0];
  let volume = 0;
  for (const { ring } of faces) {
    for (let i = 2; i < ring.length; i++) {
      const [a, b, c] = [ring[0], ring[i - 1], ring[i]].map(([x, y, z]) => [x - ox, y - oy, z - oz]);
      volume +=
        a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
    }
  }
  return volume / 6;
}
