import Flatbush from 'flatbush';
import { type BoundsXY, boundsOf } from '../../model/geo/plane/box.ts';
import { lineOf, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { DemoCity } from '../demo-city.ts';
import { type PointRow, pointLayer, quantity, text } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { isPipeWithin, type Pipe, type PlacedPipes, placedPipesOf } from '../pipes/clearance.ts';
import { type Random, randomOf, uniform } from '../shape/random.ts';
import { ellipse, rectangle } from '../shape/rings.ts';
import type { Lamp } from '../streets/lamps.ts';
import type { RoadSegment } from '../streets/roads.ts';

/** Kinds of plan.json `trees.species`, with the model, the crown at full growth and the height for a metre of crown. */
const SPECIES = [
  { id: 'sophora', zh: '国槐', en: 'pagoda tree', model: 'tree-a', crownM: [5, 8], tall: 1.25 },
  { id: 'plane', zh: '法桐', en: 'plane', model: 'tree-spreading', crownM: [6, 9], tall: 1.35 },
  { id: 'ginkgo', zh: '银杏', en: 'ginkgo', model: 'tree-b', crownM: [5, 6.5], tall: 2 },
  { id: 'willow', zh: '垂柳', en: 'weeping willow', model: 'tree-weeping', crownM: [5.5, 8], tall: 1.2 },
  { id: 'pine', zh: '油松', en: 'Chinese pine', model: 'tree-conifer', crownM: [5, 7], tall: 1.9 },
] as const;
type Species = (typeof SPECIES)[number];
const [SOPHORA, PLANE, GINKGO, WILLOW, PINE] = SPECIES;

export interface Tree extends PointRow {
  species: Species;
  crownM: number;
  place: 'street' | 'park' | 'greenway' | 'hill';
}

/** plan.json `trees.rule`. */
const FROM_PIPE_M = 1.5;
const FROM_LAMP_M = 5;
const FROM_CROSSING_M = 15;

/** And this recipe's: from walls, from the kerb of the street that a tree lines, from others'. */
const FROM_WALL_M = 2;
const FROM_OWN_KERB_M = 0.5;
const FROM_KERB_M = 1.2;

const PER_HA = { park: 180, greenway: 260, hill: 160 } as const;

/** Trunks stand this far behind the kerb; on arterials that have the room a second row stands so much farther out. */
const KERB_M = 1.5;
const TWO_ROWS_M = 60;
const SECOND_ROW_M = 4.5;

interface Obstacles {
  pipes: PlacedPipes;
  lamps: Flatbush;
  lampAt: readonly Lamp[];
  buildings: { tree: Flatbush; rings: Point[][] };
  streets: { tree: Flatbush; segments: readonly RoadSegment[]; owner: number[]; ends: number[] };
  crossings: { tree: Flatbush; at: Point[] };
}

/** Boxes grown by what keeps a tree away from each, so that a question is a point. */
function boxIndex(boxes: readonly BoundsXY[], grow: (i: number) => number): Flatbush {
  const tree = new Flatbush(Math.max(1, boxes.length));
  for (const [i, b] of boxes.entries()) {
    const by = grow(i);
    tree.add(b.minX - by, b.minY - by, b.maxX + by, b.maxY + by);
  }
  if (boxes.length === 0) tree.add(0, 0, 0, 0);
  tree.finish();
  return tree;
}

function obstaclesOf(city: DemoCity, pipes: readonly Pipe[], lamps: readonly Lamp[]): Obstacles {
  const { landmarks, construction, metro } = city.plan;
  const rings = [
    ...city.buildings.flatMap((building) => building.parts.map((part) => part.ring)),
    ...landmarks.map(({ at, sizeM }) => rectangle(at[0], at[1], sizeM[0], sizeM[1])),
    ...metro.stations.flatMap((station) => station.entrances.map(({ at }) => rectangle(at[0], at[1], 14, 14))),
    construction.pit.siteFence,
  ];
  const owner: number[] = [];
  const ends: number[] = [];
  const boxes: ReturnType<typeof boundsOf>[] = [];
  for (const [i, segment] of city.roads.segments.entries())
    for (let k = 0; k + 1 < segment.points.length; k++) {
      const a = segment.points[k];
      const b = segment.points[k + 1];
      owner.push(i);
      ends.push(...a, ...b);
      boxes.push(boundsOf([a, b]));
    }
  const crossings = city.roads.junctions.filter((junction) => junction.segments.length > 2).map(({ at }) => at);
  const box = ([x, y]: Point) => ({ minX: x, minY: y, maxX: x, maxY: y });
  return {
    pipes: placedPipesOf(pipes),
    lamps: boxIndex(
      lamps.map((lamp) => box(lamp.at)),
      () => FROM_LAMP_M,
    ),
    lampAt: lamps,
    buildings: { tree: boxIndex(rings.map(boundsOf), () => FROM_WALL_M), rings },
    streets: {
      tree: boxIndex(boxes, (i) => city.roads.segments[owner[i]].carriagewayM / 2 + FROM_KERB_M),
      segments: city.roads.segments,
      owner,
      ends,
    },
    crossings: { tree: boxIndex(crossings.map(box), () => FROM_CROSSING_M), at: crossings },
  };
}

/** True where a tree may stand by the plan's distances; `own` is the street it lines. */
function isFree(o: Obstacles, [x, y]: Point, own: number): boolean {
  for (const i of o.crossings.tree.search(x, y, x, y))
    if (Math.hypot(o.crossings.at[i][0] - x, o.crossings.at[i][1] - y) < FROM_CROSSING_M) return false;
  for (const i of o.lamps.search(x, y, x, y))
    if (Math.hypot(o.lampAt[i].at[0] - x, o.lampAt[i].at[1] - y) < FROM_LAMP_M) return false;
  for (const i of o.buildings.tree.search(x, y, x, y)) {
    const ring = o.buildings.rings[i];
    if (isInRing(ring, x, y) || isNearRing(ring, x, y, FROM_WALL_M)) return false;
  }
  if (isPipeWithin(o.pipes, x, y, FROM_PIPE_M)) return false;
  const { tree, segments, owner, ends } = o.streets;
  for (const i of tree.search(x, y, x, y)) {
    const segment = segments[owner[i]];
    if (segment.level === 'deck') continue;
    const clear = segment.carriagewayM / 2 + (owner[i] === own ? FROM_OWN_KERB_M : FROM_KERB_M);
    if (distanceTo(ends, i * 4, x, y) < clear) return false;
  }
  return true;
}

function distanceTo(ends: readonly number[], at: number, x: number, y: number): number {
  const ax = ends[at];
  const ay = ends[at + 1];
  const bx = ends[at + 2];
  const by = ends[at + 3];
  const dx = bx - ax;
  const dy = by - ay;
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function isNearRing(ring: readonly Point[], x: number, y: number, limit: number): boolean {
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    if (distanceTo([a[0], a[1], b[0], b[1]], 0, x, y) < limit) return true;
  }
  return false;
}

function isWater(city: DemoCity, x: number, y: number): boolean {
  const { plan, ground } = city;
  if (Math.abs(ground.nearestMain(x, y).offsetM) < plan.water.main.leveeOffsetM + 14) return true;
  if (Math.abs(ground.nearestTributary(x, y).offsetM) < plan.water.tributary.leveeOffsetM + 9) return true;
  return plan.water.lakes.some(({ at, semi, rotDeg }) => {
    const r = (rotDeg * Math.PI) / 180;
    const dx = x - at[0];
    const dy = y - at[1];
    const u = (dx * Math.cos(r) + dy * Math.sin(r)) / (semi[0] + 5);
    const v = (-dx * Math.sin(r) + dy * Math.cos(r)) / (semi[1] + 5);
    return u * u + v * v < 1;
  });
}

function treeAt(at: Point, species: Species, place: Tree['place'], random: Random, year: number): Tree {
  const [small, large] = species.crownM;
  const crownM = Math.round(Math.min(MAX_CROWN_M, uniform(random, small, large) * year) * 10) / 10;
  return {
    id: '',
    at,
    model: species.model,
    scale: crownM,
    headingDeg: Math.round(random() * 360),
    species,
    crownM,
    place,
  };
}

function streetTrees(city: DemoCity, o: Obstacles): Tree[] {
  const { plan, roads } = city;
  const { arterial, collector, local } = plan.trees.streetSpacingM;
  const out: Tree[] = [];
  for (const [index, segment] of roads.segments.entries()) {
    if (segment.level !== 'ground' || segment.class === 'lane') continue;
    const wide = segment.class === 'arterial' || segment.class === 'expressway';
    const spacing = wide ? arterial : segment.class === 'collector' ? collector : local;
    const random = randomOf(plan.city.seed, 'trees', segment.id);
    // One kind a street: the road's own stream, so that all its segments agree.
    const kind = randomOf(plan.city.seed, 'tree-kinds', segment.road)();
    const species = kind < 0.45 ? SOPHORA : kind < 0.75 ? PLANE : GINKGO;
    const line = lineOf(segment.points);
    const rows = segment.redLineM >= TWO_ROWS_M ? [KERB_M, KERB_M + SECOND_ROW_M] : [KERB_M];
    for (const row of rows) {
      const d = segment.carriagewayM / 2 + row;
      if (d > segment.redLineM / 2 - 0.3) continue;
      for (const side of [1, -1])
        for (let s = spacing / 2; s < line.lengthM; s += spacing) {
          const [x, y] = pointAt(line, s);
          const [x1, y1] = pointAt(line, s + 0.5);
          const at: Point = [x - ((y1 - y) / 0.5) * d * side, y + ((x1 - x) / 0.5) * d * side];
          if (isFree(o, at, index)) out.push(treeAt(at, species, 'street', random, local === spacing ? 0.8 : 0.9));
        }
    }
  }
  return out;
}

/** A jittered grid over a ring, so many a hectare. */
function scatter(ring: readonly Point[], perHa: number, random: Random, visit: (at: Point) => void): void {
  const step = 100 / Math.sqrt(perHa);
  const { minX, minY, maxX, maxY } = boundsOf(ring);
  for (let y = minY + step / 2; y < maxY; y += step)
    for (let x = minX + step / 2; x < maxX; x += step) {
      const at: Point = [x + uniform(random, -0.42, 0.42) * step, y + uniform(random, -0.42, 0.42) * step];
      if (isInRing(ring, at[0], at[1])) visit(at);
    }
}

function greenTrees(city: DemoCity, o: Obstacles): Tree[] {
  const { plan } = city;
  const out: Tree[] = [];
  const add = (id: string, ring: readonly Point[], place: 'park' | 'greenway', species: (r: Random) => Species) => {
    const random = randomOf(plan.city.seed, 'trees', id);
    scatter(ring, PER_HA[place], random, (at) => {
      const tree = treeAt(at, species(random), place, random, 0.95);
      if (!isWater(city, ...at) && isFree(o, at, -1)) out.push(tree);
    });
  };
  const mixed = (r: Random) => {
    const v = r();
    return v < 0.35 ? SOPHORA : v < 0.55 ? PLANE : v < 0.75 ? GINKGO : v < 0.9 ? WILLOW : PINE;
  };
  for (const park of plan.parks) add(park.id, park.polygon, 'park', mixed);
  out.push(...shoreWillows(city, o));
  for (const block of city.blocks)
    if (block.use === 'levee-green') add(block.id, block.ring, 'greenway', (r) => (r() < 0.7 ? WILLOW : SOPHORA));
  for (const zone of plan.plans.zones)
    if (zone.id === 'FOR-2' || zone.id === 'FOR-3' || zone.id === 'FOR-4')
      add(zone.id, zone.polygon, 'greenway', (r) => (r() < 0.6 ? SOPHORA : PINE));
  return out;
}

/** Between the water and the edge of a lake's bowl the bank rises a hand's breadth: willows stand there in groups. */
const BANK = { fromRho: 0.88, toRho: 0.98, stepM: 6.5, inGroups: 0.36, groupM: 45 } as const;

function shoreWillows({ plan }: DemoCity, o: Obstacles): Tree[] {
  const [{ id, at, semi, rotDeg }] = plan.water.lakes;
  const random = randomOf(plan.city.seed, 'trees', id);
  const count = Math.round((Math.PI * (semi[0] + semi[1])) / BANK.stepM);
  const turns = ellipse([0, 0], semi, rotDeg, count);
  return turns.flatMap(([x, y]) => {
    const rho = uniform(random, BANK.fromRho, BANK.toRho);
    const spot: Point = [at[0] + rho * x, at[1] + rho * y];
    const isGrown = noise(spot[0], spot[1], BANK.groupM) > BANK.inGroups;
    return isGrown && isFree(o, spot, -1) ? [treeAt(spot, WILLOW, 'park', random, 0.95)] : [];
  });
}

/** Smooth value noise in 0–1 on a lattice of `cellM`, from the lattice point's own hash. */
function noise(x: number, y: number, cellM: number): number {
  const u = x / cellM;
  const v = y / cellM;
  const i = Math.floor(u);
  const j = Math.floor(v);
  const fade = (t: number) => t * t * (3 - 2 * t);
  const fu = fade(u - i);
  const fv = fade(v - j);
  const at = (a: number, b: number) => {
    let h = Math.imul(a, 374761393) ^ Math.imul(b, 668265263);
    h = Math.imul(h ^ (h >>> 13), 1274126177);
    return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
  };
  return (at(i, j) * (1 - fu) + at(i + 1, j) * fu) * (1 - fv) + (at(i, j + 1) * (1 - fu) + at(i + 1, j + 1) * fu) * fv;
}

/** Below this the noise field is clearing. */
const GROVE = 0.5;

/** Old trees: crowns of 6.5 to 9 m that close over one another at 160 a hectare. */
const OLD_GROWTH = 1.28;
const MAX_CROWN_M = 9;

/** The plan's count may be passed by so much (± 5 % is its own tolerance): the hill can use them. */
const MAX_RATIO = 1.045;

/**
 * The hill's groves. At the plan's 420 trees a hectare its 500 ha would hold 211,000, twice the city's whole count, and
 * what the streets leave of 96,000 filled 34 ha: a bare hill with tufts. So the densest parts of a noise field are planted
 * with grown trees at 160 a hectare until the count is reached, and the ground's forest colour carries the rest.
 */
function hillTrees(city: DemoCity, o: Obstacles, wanted: number): Tree[] {
  const { plan } = city;
  const hill = plan.districts.find((district) => district.kind === 'hill');
  if (!hill || wanted <= 0) return [];
  const random = randomOf(plan.city.seed, 'trees', hill.id);
  const hamlets = city.blocks.filter((block) => block.use === 'hamlet' && block.district.id === hill.id);
  const candidates: { value: number; at: Point }[] = [];
  scatter(hill.polygon, PER_HA.hill, random, (at) => {
    const value = 0.65 * noise(at[0], at[1], 190) + 0.35 * noise(at[0] + 999, at[1], 55);
    if (value > GROVE) candidates.push({ value, at });
  });
  candidates.sort((a, b) => b.value - a.value);
  const out: Tree[] = [];
  for (const { at } of candidates) {
    if (out.length === wanted) break;
    const [x, y] = at;
    if (isWater(city, x, y) || hamlets.some((block) => isInRing(block.ring, x, y)) || !isFree(o, at, -1)) continue;
    out.push(treeAt(at, random() < 0.75 ? PINE : SOPHORA, 'hill', random, OLD_GROWTH));
  }
  return out;
}

/** All trees of the city, numbered street by street, then parks, greenways and the hill's groves. */
export function treesOf(city: DemoCity, pipes: readonly Pipe[], lamps: readonly Lamp[]): Tree[] {
  const o = obstaclesOf(city, pipes, lamps);
  const out = [...streetTrees(city, o), ...greenTrees(city, o)];
  for (const tree of hillTrees(city, o, Math.floor(city.plan.trees.expectedCount * MAX_RATIO) - out.length))
    out.push(tree);
  for (const [i, tree] of out.entries()) tree.id = `tree-${String(i + 1).padStart(7, '0')}`;
  return out;
}

export function treeLayer(trees: readonly Tree[]): LayerInput {
  const words = Object.fromEntries(SPECIES.map(({ id, zh, en }) => [id, { zh, en }]));
  return pointLayer(
    {
      id: 'trees',
      kind: 'tree',
      group: 'green',
      label: { zh: '树木', en: 'Trees' },
      cimLevel: 4,
      shownAtStart: true,
      colour: { token: 'lu-eco' },
    },
    ['tree-a', 'tree-b', 'tree-conifer', 'tree-spreading', 'tree-weeping'],
    trees,
    [
      {
        name: 'species',
        type: 'code',
        label: { zh: '树种', en: 'Species' },
        values: words,
        of: (row) => row.species.id,
      },
      quantity('crown', 'm', { zh: '冠幅', en: 'Crown' }, (row) => row.crownM),
      quantity(
        'height',
        'm',
        { zh: '树高', en: 'Height' },
        (row) => Math.round(row.crownM * row.species.tall * 10) / 10,
      ),
      {
        name: 'place',
        type: 'code',
        label: { zh: '位置', en: 'Place' },
        values: {
          street: { zh: '行道树', en: 'street' },
          park: { zh: '公园', en: 'park' },
          greenway: { zh: '绿廊', en: 'greenway' },
          hill: { zh: '山林', en: 'hill' },
        },
        of: (row) => row.place,
      },
      text('code', CODE_LABEL, (row) => componentCode('tree', Number(row.id.slice(5)))),
    ],
  );
}
