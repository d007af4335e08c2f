import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { layersOf } from '../../demo/chengchuan.ts';
import { buildCivic } from '../../demo/civic.ts';
import { findClashes, isRisingMain } from '../../demo/pipes/clearance.ts';
import { pipeRules } from '../../demo/pipes/network.ts';
import { minCoverM, pipeLengthM } from '../../demo/pipes/pipes.ts';
import { findPlanConflicts } from '../../demo/plans/plans.ts';
import type { sensorsFile } from '../../demo/sensors/sensors.ts';
import { streetNet } from '../../demo/streets/streets.ts';
import { parseFloodWorks } from '../../model/city/flood-works.ts';
import { parseDrainNetwork, parseWalkable } from '../../model/city/grid.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { parseCrowdScenario } from '../../scenarios/crowd.ts';
import type { Utf8Column } from '../../tiles/model.ts';
import { siteOptionsOf } from '../../workers/crowd/offer.ts';
import { builtCity } from './built-city.ts';

const city = builtCity;
const { plan, ground } = city;
const civic = buildCivic(city);
const { network, lamps, trees, sensors, cameras, parcels } = civic.parts;
const rules = pipeRules(plan);

test('more than 400 km of pipe in seven systems', () => {
  const km = new Map<string, number>();
  for (const pipe of network.pipes) km.set(pipe.system, (km.get(pipe.system) ?? 0) + pipeLengthM(pipe) / 1000);
  expect(km.size).toBe(7);
  expect([...km.values()].reduce((a, b) => a + b, 0)).toBeGreaterThan(400);
});

test('sewers fall, from every manhole to the next', () => {
  const rising = network.pipes.filter((pipe) => {
    if (!pipe.nodes || isRisingMain(pipe)) return false;
    const fall = pipe.axis[0][2] - pipe.axis[pipe.axis.length - 1][2];
    return pipe.river ? fall < 0 : fall <= 0;
  });
  expect(rising.map((pipe) => pipe.id)).toEqual([]);
});

test('branch sewers keep the least slope of their size', () => {
  const least: Record<number, number> = { 300: 0.003, 400: 0.002, 600: 0.0015, 800: 0.001 };
  const flat = network.pipes.filter((pipe) => {
    if (!pipe.nodes || pipe.trunk || isRisingMain(pipe)) return false;
    const [a, b] = [pipe.axis[0], pipe.axis[1]];
    return (a[2] - b[2]) / Math.hypot(b[0] - a[0], b[1] - a[1]) < least[pipe.dnMm] - 1e-6;
  });
  expect(flat.map((pipe) => pipe.id)).toEqual([]);
});

test('every pipe on land has the cover of its system', () => {
  const shallow = network.pipes.filter(
    (pipe) => !pipe.river && minCoverM(ground, pipe) < rules.coverM[pipe.system] - 0.005,
  );
  expect(shallow.map((pipe) => pipe.id)).toEqual([]);
});

test('all clearances hold but the 24 planted ones, and these are as the plan wants them', () => {
  const found = findClashes(network.pipes, rules).map(({ a, b }) => [a, b].sort().join(' '));
  const planted = network.conflicts.map(({ a, b }) => [a, b].sort().join(' '));
  expect(planted).toHaveLength(24);
  expect(found.sort()).toEqual(planted.sort());
  const gaps = { 'gas-storm': 0.05, 'water-sewer': 0.25, 'telecom-gas': 0.4 };
  for (const conflict of network.conflicts) expect(conflict.gapM).toBeCloseTo(gaps[conflict.kind], 2);
});

const BUILT_DISTRICTS = plan.districts
  .filter(({ kind }) => !['farm', 'reserve', 'hill', 'wetland'].includes(kind))
  .map(({ id }) => id);

test('sewers reach most of every built district, over lift stations where they cannot fall all the way', () => {
  for (const [system, minRatio] of [
    ['YS', 0.6],
    ['WS', 0.4],
  ] as const) {
    const own = network.pipes.filter((pipe) => pipe.system === system && !pipe.trunk);
    const served = new Set(own.map((pipe) => pipe.line.split('/')[0]));
    for (const id of BUILT_DISTRICTS) {
      const edges = streetNet(city, system).edges.filter((edge) => city.roads.segments[edge.segment].district === id);
      const lengthM = (list: typeof edges) => list.reduce((sum, edge) => sum + edge.lengthM, 0);
      const reached = edges.filter((edge) => served.has(city.roads.segments[edge.segment].id));
      expect(lengthM(reached) / lengthM(edges), `${system} in ${id}`).toBeGreaterThan(minRatio);
    }
  }
});

test('rising mains lead from a lift station’s well to a manhole, and carry what it lifts at 2.5 m/s at most', () => {
  const lifts = [...network.branchNodes.YS, ...network.branchNodes.WS].filter((node) => node.lift);
  const mains = network.pipes.filter(isRisingMain);
  expect(mains.map(({ nodes }) => nodes?.[0]).sort()).toEqual(lifts.map(({ id }) => id).sort());
  for (const { id, lift } of lifts) {
    const main = mains.find(({ nodes }) => nodes?.[0] === id);
    const areaM2 = (Math.PI * (main?.dnMm ?? 0) ** 2) / 4e6;
    expect(lift?.rateM3ps, id).toBeGreaterThan(0);
    expect((lift?.rateM3ps ?? 99) / areaM2, id).toBeLessThan(2.501);
  }
});

test('no street’s pipe runs under a building', () => {
  const near: string[] = [];
  const cells = new Map<string, number[]>();
  const rings = city.buildings.flatMap((building) => building.parts.map(({ ring }) => ring));
  const cell = (v: number) => Math.floor(v / 50);
  for (const [i, ring] of rings.entries()) {
    const { minX, maxX, minY, maxY } = boundsOf(ring);
    for (let u = cell(minX - 3); u <= cell(maxX + 3); u++)
      for (let v = cell(minY - 3); v <= cell(maxY + 3); v++)
        cells.set(`${u},${v}`, [...(cells.get(`${u},${v}`) ?? []), i]);
  }
  for (const pipe of network.pipes.filter((p) => !p.trunk))
    for (let k = 0; k + 1 < pipe.axis.length; k++) {
      const [a, b] = [pipe.axis[k], pipe.axis[k + 1]];
      const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 3));
      for (let s = 0; s <= steps; s++) {
        const x = a[0] + ((b[0] - a[0]) * s) / steps;
        const y = a[1] + ((b[1] - a[1]) * s) / steps;
        for (const i of cells.get(`${cell(x)},${cell(y)}`) ?? [])
          if (isInRing(rings[i], x, y)) near.push(`${pipe.id} under a building at ${x.toFixed(0)}, ${y.toFixed(0)}`);
      }
    }
  expect(near).toEqual([]);
});

test('nothing runs through a station, an underpass or the pit but what the plan lets through', () => {
  const wrong = new Set<string>();
  const { pit } = plan.construction;
  for (const pipe of network.pipes)
    for (let k = 0; k + 1 < pipe.axis.length; k++) {
      const [a, b] = [pipe.axis[k], pipe.axis[k + 1]];
      const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 5));
      for (let q = 0; q <= steps; q++) {
        const [x, y, z] = [0, 1, 2].map((i) => a[i] + ((b[i] - a[i]) * q) / steps);
        for (const { id, at, boxM, roofCoverM } of plan.metro.stations) {
          if (Math.abs(x - at[0]) >= boxM[0] / 2 || Math.abs(y - at[1]) >= boxM[1] / 2 + 4) continue;
          if (ground.elevationAt(x, y) - z + pipe.heightM / 2 > roofCoverM) wrong.add(`${pipe.id} ${id}`);
        }
        for (const { id, at, widthM, coveredM, rampLengthM, rampGrade, deepM, groundM } of plan.underpasses) {
          const [dx, dy] = [Math.abs(x - at[0]), Math.abs(y - at[1])];
          if (dx >= widthM / 2 + 1.5 || dy >= coveredM / 2 + rampLengthM) continue;
          const deep = deepM - Math.max(0, dy - coveredM / 2) * rampGrade;
          if (z + pipe.heightM / 2 > groundM - deep - 0.8) wrong.add(`${pipe.id} ${id}`);
        }
        if (pipe.line === 'TX-3' || pipe.line === 'JS-2') continue;
        if (isInRing(pit.stationBox, x, y) || isInRing(pit.basement, x, y)) wrong.add(`${pipe.id} pit`);
      }
    }
  expect([...wrong]).toEqual([]);
});

test('trunks that the plan lets join end above the trunk that they join', () => {
  for (const t of network.trunks) {
    if (!t.trunk.joins) continue;
    const other = network.trunks.find(({ trunk }) => trunk.id === t.trunk.joins);
    expect(other).toBeDefined();
    if (!other) continue;
    const end = pointAt(t.line, t.line.lengthM);
    expect(t.invertM(t.line.lengthM, -1)).toBeGreaterThanOrEqual(
      other.invertM(nearestOn(other.line, ...end).chainageM, 1),
    );
  }
});

test('the drain network parses, every pipe leads to an outfall, and the catchments are the plan’s', () => {
  const drains = parseDrainNetwork(JSON.parse(civic.files['drain-network.json']));
  const hectares = [...drains.manholes, ...drains.sumps].reduce((sum, node) => sum + (node.catchmentHa ?? 0), 0);
  expect(hectares).toBeCloseTo(
    plan.outfalls.reduce((sum, o) => sum + o.catchmentHa, 0),
    0,
  );
  for (const ps of plan.pumpingStations) {
    const own = drains.pumps.filter((pump) => pump.from === ps.id);
    expect(own).toHaveLength(4);
    expect(own.reduce((sum, pump) => sum + pump.rateM3ps, 0)).toBeCloseTo(ps.m3ps, 1);
  }
  expect(drains.pumps.find((pump) => pump.id === 'up-1-1')?.supply).toBe('ss-2');
});

test('96,000 trees ± 5 %, none within 5 m of a lamp, 15 m of a crossing or inside a building', () => {
  expect(Math.abs(trees.length - plan.trees.expectedCount)).toBeLessThanOrEqual(0.05 * plan.trees.expectedCount);
  const crossings = city.roads.junctions.filter((junction) => junction.segments.length > 2);
  const wrong = trees.filter((tree, i) => {
    if (i % 797 !== 0) return false;
    const [x, y] = tree.at;
    if (lamps.some((lamp) => Math.hypot(lamp.at[0] - x, lamp.at[1] - y) < 5)) return true;
    if (crossings.some(({ at }) => Math.hypot(at[0] - x, at[1] - y) < 15)) return true;
    const near = city.buildings.filter(({ at }) => Math.abs(at[0] - x) < 150 && Math.abs(at[1] - y) < 150);
    return near.some((building) => building.parts.some(({ ring }) => isInRing(ring, x, y)));
  });
  expect(wrong.map((tree) => tree.id)).toEqual([]);
});

test('no tree within 1.5 m of a pipe', () => {
  const wrong: string[] = [];
  for (const tree of trees.filter((_, i) => i % 997 === 0)) {
    const [x, y] = tree.at;
    for (const pipe of network.pipes)
      for (let k = 0; k + 1 < pipe.axis.length; k++) {
        const [a, b] = [pipe.axis[k], pipe.axis[k + 1]];
        if (Math.min(a[0], b[0]) > x + 4 || Math.max(a[0], b[0]) < x - 4) continue;
        const l2 = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2;
        const t = Math.min(1, Math.max(0, ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / l2));
        const apart = Math.hypot(x - a[0] - t * (b[0] - a[0]), y - a[1] - t * (b[1] - a[1]));
        if (apart - pipe.widthM / 2 < 1.5 - 1e-6) wrong.push(`${tree.id} ${pipe.id}`);
      }
  }
  expect(wrong).toEqual([]);
});

test('3,542 sensors of 25 kinds and 640 cameras, ids unique, units in every datastream', () => {
  expect(sensors).toHaveLength(3542);
  expect(new Set(sensors.map((s) => s.kind)).size).toBe(25);
  expect(new Set(sensors.map((s) => s.id)).size).toBe(3542);
  const { things } = JSON.parse(civic.files['sensors.json']) as ReturnType<typeof sensorsFile>;
  expect(things.every((thing) => thing.datastreams.every((stream) => stream.unit.length > 0))).toBe(true);
  expect(things.find((thing) => thing.id === 'sn-river-0006')?.datastreams[0]).toMatchObject({
    warn: 380.25,
    alarm: 380.94,
  });
  // A gate's counter says of what: people who pass, a minute.
  const units = things.flatMap((one) => (one.kind === 'crowd' ? one.datastreams.map(({ unit }) => unit) : []));
  expect([units.length, ...new Set(units)]).toEqual([84, '1/min']);
  expect(cameras).toHaveLength(640);
  expect(new Set(cameras.map((c) => c.id)).size).toBe(640);
  expect(cameras.slice(0, 24).map((c) => c.headingDeg)).toEqual(plan.cameras.explicit.map((c) => c.headingDeg));
});

test('the walkable ground of the whole district parses and is one net, with exits at its edges and all shelters', () => {
  const { areas, doors, stairs } = parseWalkable(JSON.parse(civic.files['walkable.json']));
  const next = new Map<string, string[]>();
  for (const { from, to } of [...doors, ...stairs]) {
    if (to === null) continue;
    next.set(from, [...(next.get(from) ?? []), to]);
    next.set(to, [...(next.get(to) ?? []), from]);
  }
  const reached = new Set<string>();
  const queue = ['wk-stadium-stand-G01', 'wk-lm-square'];
  for (const id of queue)
    for (const other of next.get(id) ?? []) {
      if (reached.has(other)) continue;
      reached.add(other);
      queue.push(other);
    }
  for (const id of ['wk-up-1', 'st-1-platform', 'st-3-platform']) expect(reached.has(id), id).toBe(true);
  expect(areas.length).toBeGreaterThan(9000);
  expect(reached.size).toBeGreaterThan(0.99 * areas.length);
  expect(doors.filter((door) => door.kind === 'exit').length).toBeGreaterThan(50);
  const stadiumPlaces = 30000;
  const places = areas.reduce((sum, { capacity }) => sum + (capacity ?? 0), 0);
  const inShelters = plan.shelters.filter(({ id }) => id !== 'sh-12').reduce((sum, { capacity }) => sum + capacity, 0);
  expect(places).toBe(stadiumPlaces + inShelters);
  expect(doors.filter((door) => door.kind === 'gate').reduce((sum, door) => sum + door.widthM, 0)).toBeCloseTo(54, 1);
});

test.each(['chengchuan-stadium', 'chengchuan-stadium-flooded'])(
  '%s: a street that goes on beyond the box is a way out of it; its gates are counted where the walls open',
  (id) => {
    const file = `scenarios/${id}/scenario.json`;
    const {
      ground: box,
      exits,
      counters,
      populations,
    } = parseCrowdScenario(JSON.parse(readFileSync(file, 'utf8')), file);
    if (box.kind !== 'city') throw new Error(`expected a city, got ${box.kind}`);
    const walkable = parseWalkable(JSON.parse(civic.files['walkable.json']));
    const middleOf = (from: readonly number[], to: readonly number[]) => [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const ways = exits.map(({ from, to }) => middleOf(from, to));
    const closed = siteOptionsOf(walkable, [...box.boxM], null, () => null).exits.filter(({ kind, from, to }) => {
      const [x, y] = middleOf(from, to);
      return kind === 'edge' && ways.every(([a, b]) => Math.hypot(a - x, b - y) > 1);
    });
    // A street's stump that nothing in the box leads to, and two gates of a park.
    expect(closed.map((edge) => edge.id).sort()).toEqual(['dr-jn-03247-3', 'dr-pk-1-way-1-1', 'dr-pk-1-way-4-1']);
    const metro = exits.filter((exit) => exit.id.startsWith('metro')).map((exit) => exit.id);
    const north = ['tiyu-north', 'w-north'];
    const streets = populations.find((population) => population.id === 'by-streets')?.exits ?? [];
    expect([...streets, ...metro, ...north].sort()).toEqual(exits.map((exit) => exit.id).sort());
    const shell = walkable.areas.find((area) => area.id === 'wk-stadium-ring')?.holes[0] ?? [];
    const gates = counters.filter((counter) => counter.id.startsWith('G'));
    expect(gates).toHaveLength(20);
    for (const { from, to } of gates) {
      const [x, y] = middleOf(from, to);
      expect(Math.min(...shell.map(([a, b]) => Math.hypot(a - x, b - y)))).toBeLessThan(0.15);
    }
  },
);

test('flood works: crests as the formula has them, flood peaks of the plan, the breach on the left levee at K2+350', () => {
  const works = parseFloodWorks(JSON.parse(civic.files['flood-works.json']));
  const left = works.defences.filter(({ id }) => id.startsWith('levee-main-left'));
  expect(left.length).toBe(3);
  for (const { line } of left)
    for (const [x, y, crestM] of line) {
      const { chainageM, offsetM } = ground.nearestMain(x, y);
      expect(Math.abs(offsetM)).toBeCloseTo(plan.water.main.leveeOffsetM, 0);
      expect(Math.abs(crestM - ground.crestMain(chainageM))).toBeLessThan(0.02);
    }
  const [river, creek] = works.inflows.map(({ hydrographs }) =>
    hydrographs.map(({ dischargeM3ps }) => Math.max(...dischargeM3ps)),
  );
  expect(river).toEqual([2400, 3050, 3600]);
  expect(creek).toEqual([150, 195, 240]);
  const ends = works.defences.filter(({ id }) => id.startsWith('levee-trib')).map(({ line }) => line[line.length - 1]);
  for (const [x, y] of ends) {
    const toRiver = left.flatMap(({ line }) => line.map(([a, b]) => Math.hypot(a - x, b - y)));
    expect(Math.min(...toRiver)).toBeLessThan(2);
  }
  const { minX, minY, maxX, maxY } = plan.city.extent;
  for (const { from, to } of [...works.inflows, ...works.outflows])
    for (const [x, y] of [from, to]) expect(x > minX && x < maxX && y > minY && y < maxY).toBe(true);
  const [breach] = works.breaches;
  expect(breach).toMatchObject({ chainageM: 2350, defence: left[0].id, sillM: 380.4, widthEndM: 70 });
  const { line } = left[0];
  expect(Math.min(...line.map(([x, y]) => Math.hypot(x - breach.at[0], y - breach.at[1])))).toBeLessThan(15);
  expect(works.openings.find(({ id }) => id === 'st-2-D')).toMatchObject({ sillM: 380.69, roomM3: 31271 });
  expect(works.gauges).toHaveLength(8);
});

test('parcels of the control plan add no conflict', () => {
  expect(parcels.length).toBeGreaterThan(1500);
  expect(findPlanConflicts(plan, parcels)).toEqual([]);
});

test('tour stops have titles of at most eight characters and stay above the ground', () => {
  for (const stop of civic.tour) {
    expect(stop.title.zh.length).toBeLessThanOrEqual(8);
    expect(stop.view.heightM).toBeGreaterThan(350 + 40);
  }
});

const textsOf = ({ offsets, bytes }: Utf8Column) => {
  const all = new TextDecoder();
  return Array.from({ length: offsets.length - 1 }, (_, i) => all.decode(bytes.subarray(offsets[i], offsets[i + 1])));
};

test('whatever has a name has an English one, without Chinese characters', () => {
  const poor: string[] = [];
  let named = 0;
  for (const { id, features } of layersOf(city, civic)) {
    const column = (name: string) => {
      const found = features.columns.find((c) => c.name === name);
      return found?.type === 'string' ? textsOf(found.values) : undefined;
    };
    for (const [zh, en] of [
      ['name', 'nameEn'],
      ['address', 'addressEn'],
      ['road', 'roadEn'],
    ]) {
      const [own, other] = [column(zh), column(en)];
      own?.forEach((text, i) => {
        if (text === '') return;
        named++;
        if (!other?.[i] || /\p{Script=Han}/u.test(other[i])) poor.push(`${id}: ${text} → ${other?.[i]}`);
      });
    }
  }
  expect(poor.slice(0, 20)).toEqual([]);
  expect(named).toBeGreaterThan(60000);
});

test('one id a thing over all layers and buildings, and one 16-digit code a component', () => {
  const ids = [...city.buildings.map(({ id }) => id), ...civic.layers.flatMap(({ features }) => textsOf(features.ids))];
  expect(new Set(ids).size).toBe(ids.length);
  const codes = civic.layers.flatMap(({ features }) => {
    const column = features.columns.find(({ name }) => name === 'code');
    return column?.type === 'string' ? textsOf(column.values).filter((code) => code !== '') : [];
  });
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => !/^619901\d{10}$/.test(code))).toEqual([]);
});
