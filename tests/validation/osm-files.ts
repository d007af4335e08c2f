import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import type { Box } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';

/** Files of OpenStreetMap whose truth their maker knows: waters that the edge of a file cuts, and buildings in parts. */

const ORIGIN: Point = [13.38, 52.52];
const [EAST_M, NORTH_M] = metresPerDegree(ORIGIN[1]);
const placeOf = ([eastM, northM]: Point): Point => [ORIGIN[0] + eastM / EAST_M, ORIGIN[1] + northM / NORTH_M];

/** The text of a file while its objects are numbered. */
class OsmText {
  readonly #nodes: { id: number; at: Point }[] = [];
  readonly #ways: { id: number; refs: number[]; tags: Tags }[] = [];
  readonly #relations: string[] = [];
  #last = 0;

  node(at: Point): number {
    this.#nodes.push({ id: ++this.#last, at: placeOf(at) });
    return this.#last;
  }

  /** By numbers of nodes; a closed one repeats its first. */
  way(refs: number[], tags: Tags, id = ++this.#last): number {
    this.#ways.push({ id, refs, tags });
    return id;
  }

  ring(places: readonly Point[], tags: Tags, id?: number): number {
    const refs = places.map((at) => this.node(at));
    return this.way([...refs, refs[0]], tags, id);
  }

  relation(members: { ref: number; role: string }[], tags: Tags): number {
    const list = members.map(({ ref, role }) => `<member type="way" ref="${ref}" role="${role}"/>`).join('');
    this.#relations.push(`<relation id="${++this.#last}">${list}${tagText(tags)}</relation>`);
    return this.#last;
  }

  /** The file as an extract has it: ways that have a node in the box, whole or with the nodes in there alone. */
  text(box: Box | null, strategy: 'all' | 'complete ways' | 'simple', saysBounds: boolean): string {
    const isIn = ({ at }: { at: Point }) =>
      !box || (at[0] >= box[0] && at[0] <= box[2] && at[1] >= box[1] && at[1] <= box[3]);
    const inside = new Set(this.#nodes.filter(isIn).map(({ id }) => id));
    const ways = strategy === 'all' ? this.#ways : this.#ways.filter(({ refs }) => refs.some((ref) => inside.has(ref)));
    const used = new Set(strategy === 'simple' ? inside : [...inside, ...ways.flatMap(({ refs }) => refs)]);
    const nodes = strategy === 'all' ? this.#nodes : this.#nodes.filter(({ id }) => used.has(id));
    const bounds =
      box && saysBounds ? `<bounds minlon="${box[0]}" minlat="${box[1]}" maxlon="${box[2]}" maxlat="${box[3]}"/>` : '';
    return [
      `<?xml version="1.0"?><osm version="0.6">${bounds}`,
      ...nodes.map(({ id, at: [lon, lat] }) => `<node id="${id}" lon="${lon.toFixed(7)}" lat="${lat.toFixed(7)}"/>`),
      ...ways.map(
        ({ id, refs, tags }) =>
          `<way id="${id}">${refs.map((ref) => `<nd ref="${ref}"/>`).join('')}${tagText(tags)}</way>`,
      ),
      ...this.#relations,
      '</osm>',
    ].join('\n');
  }
}

type Tags = Readonly<Record<string, string>>;

const tagText = (tags: Tags): string =>
  Object.entries(tags)
    .map(([k, v]) => `<tag k="${k}" v="${v.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"/>`)
    .join('');

const STRATEGIES = ['complete ways', 'simple'] as const;
/** These tell the side of the water. */
const SHOWN = ['river', 'roads', 'houses', 'islands', 'nothing'] as const;

/** A water that the box of its file cuts. */
export interface CutFile {
  text: string;
  box: Box;
  saysBounds: boolean;
  shown: (typeof SHOWN)[number];
  /** Is there water at the place? */
  isWater(at: Point): boolean;
}

const SIDE_M = 2000;

/** Lakes and rivers of every shape over an edge or a corner of the box, in some ways that run either way round. */
export function cutFile(seed: number): CutFile {
  const random = seeded(seed);
  const osm = new OsmText();
  const shown = SHOWN[seed % SHOWN.length];
  const isRiver = seed % 2 === 0;
  const outer = isRiver ? riverRing(random) : lakeRing(random);
  const isInBox = ([x, y]: Point) => Math.abs(x) < SIDE_M / 2 && Math.abs(y) < SIDE_M / 2;
  const refs = outer.ring.map((at) => osm.node(at));
  const members = waysOf([...refs, refs[0]], 3 + Math.floor(4 * random()), random).map((way) => ({
    ref: osm.way(way, {}),
    role: 'outer',
  }));
  const islands = shown === 'islands' ? islandsIn(outer.ring, isInBox, random) : [];
  for (const island of islands) members.push({ ref: osm.ring(island, {}), role: 'inner' });
  osm.relation(shuffled(members, random), { type: 'multipolygon', natural: 'water', name: `Water ${seed}` });
  // A line that leaves a lake of many bays, or barely enters the box, shows nothing.
  let isShown = outer.ring.some(isInBox) && (shown !== 'islands' || islands.length > 0);
  const onLand = () => placesWhere((at) => isInBox(at) && !isInRing(outer.ring, ...at), 40, random);
  if (shown === 'river') {
    const shore = outer.ring.find(isInBox) ?? outer.ring[0];
    const middle = isRiver ? outer.middle : between(outer.middle[0], shore);
    const seen = middle.filter(isInBox);
    isShown &&= seen.length > 5 && seen.every((at) => isInRing(outer.ring, ...at));
    osm.way(
      middle.map((at) => osm.node(at)),
      { waterway: 'river', name: `Water ${seed}` },
    );
  }
  if (shown === 'roads')
    for (const [x, y] of onLand()) osm.way([osm.node([x, y]), osm.node([x + 1, y])], { highway: 'residential' });
  if (shown === 'houses') for (const at of onLand()) osm.ring(square(at, 2), { building: 'yes' });
  const [west, south] = placeOf([-SIDE_M / 2, -SIDE_M / 2]);
  const [east, north] = placeOf([SIDE_M / 2, SIDE_M / 2]);
  const box: Box = [west, south, east, north];
  const saysBounds = seed % 3 !== 0;
  return {
    text: osm.text(box, STRATEGIES[Math.floor(seed / 2) % 2], saysBounds),
    box,
    saysBounds,
    shown: isShown ? shown : 'nothing',
    isWater: ([lon, lat]) => {
      const at: Point = [(lon - ORIGIN[0]) * EAST_M, (lat - ORIGIN[1]) * NORTH_M];
      return isInRing(outer.ring, ...at) && !islands.some((ring) => isInRing(ring, ...at));
    },
  };
}

/** Places on the way from one to another, short of it. */
const between = (from: Point, to: Point): Point[] =>
  Array.from(
    { length: 40 },
    (_, i): Point => [from[0] + ((to[0] - from[0]) * i) / 40, from[1] + ((to[1] - from[1]) * i) / 40],
  );

interface Water {
  ring: Point[];
  middle: Point[];
}

/** A lake about a place near the edge. */
function lakeRing(random: Random): Water {
  const count = 120;
  const radiusM = 300 + 700 * random();
  const angle = 2 * Math.PI * random();
  const at: Point = [(SIDE_M / 2) * Math.cos(angle) * 1.2, (SIDE_M / 2) * Math.sin(angle) * 1.2];
  const lobes = 2 + Math.floor(4 * random());
  const turn = 2 * Math.PI * random();
  const ring = Array.from({ length: count }, (_, i): Point => {
    const theta = (2 * Math.PI * i) / count;
    const r = radiusM * (1 + 0.35 * Math.sin(lobes * theta + turn));
    return [at[0] + r * Math.cos(theta), at[1] + r * Math.sin(theta)];
  });
  return { ring, middle: [at] };
}

/** A river across the box and far beyond it. */
function riverRing(random: Random): Water {
  const count = 160;
  const widthM = 60 + 200 * random();
  const swingM = 300 * random();
  const turn = 2 * Math.PI * random();
  const across = 2 * Math.PI * random();
  const offM = 500 * (random() - 0.5);
  const turned = ([x, y]: Point): Point => [
    x * Math.cos(across) - y * Math.sin(across),
    x * Math.sin(across) + y * Math.cos(across),
  ];
  const middle = Array.from({ length: count }, (_, i): Point => {
    const x = (i / (count - 1) - 0.5) * 3.2 * SIDE_M;
    return [x, offM + swingM * Math.sin(x / 500 + turn)];
  });
  const bank = (side: number) => middle.map(([x, y]): Point => turned([x, y + (side * widthM) / 2]));
  return { ring: [...bank(-1), ...bank(1).reverse()], middle: middle.map(turned) };
}

function islandsIn(ring: readonly Point[], isInBox: (at: Point) => boolean, random: Random): Point[][] {
  const radiusM = 12;
  const isFree = (at: Point) => square(at, 4 * radiusM).every((corner) => isInRing(ring, ...corner) && isInBox(corner));
  const middles = placesWhere(isFree, 3, random);
  const apart = middles.filter((at, i) =>
    middles.slice(0, i).every((one) => Math.hypot(at[0] - one[0], at[1] - one[1]) > 4 * radiusM),
  );
  return apart.map((at) => square(at, radiusM));
}

function placesWhere(isWanted: (at: Point) => boolean, most: number, random: Random): Point[] {
  const found: Point[] = [];
  for (let i = 0; i < 40 * most && found.length < most; i++) {
    const at: Point = [(random() - 0.5) * SIDE_M, (random() - 0.5) * SIDE_M];
    if (isWanted(at)) found.push(at);
  }
  return found;
}

const square = ([x, y]: Point, halfM: number): Point[] => [
  [x - halfM, y - halfM],
  [x + halfM, y - halfM],
  [x + halfM, y + halfM],
  [x - halfM, y + halfM],
];

/** A closed list of nodes in so many ways, some of them the other way round. */
function waysOf(refs: readonly number[], count: number, random: Random): number[][] {
  const length = Math.ceil((refs.length - 1) / count);
  return Array.from({ length: count }, (_, i) => refs.slice(i * length, (i + 1) * length + 1))
    .filter((way) => way.length > 1)
    .map((way) => (random() < 0.5 ? way : way.toReversed()));
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/**
 * A town whose river the box cuts, whose lake nothing tells the side of, and which has a tower on a podium (way 1001), a skyway over its street
 * (1004) and a house (1005).
 */
export function townText(): { text: string; box: Box; waterM2: number } {
  const osm = new OsmText();
  const line = (places: readonly Point[], tags: Tags, id: number) =>
    osm.way(
      places.map((at) => osm.node(at)),
      tags,
      id,
    );
  const area = (id: number, west: number, south: number, sideM: readonly [number, number], tags: Tags) =>
    osm.ring(rectangle(west, south, ...sideM), tags, id);
  const across = (y: number): Point[] => [-1500, -500, 500, 1500].map((x) => [x, y]);
  const river = { type: 'multipolygon', natural: 'water', water: 'river', name: 'Danube' };
  line(across(-600), {}, 501);
  line(across(-500).reverse(), {}, 502);
  line(across(-550), { waterway: 'river', name: 'Danube' }, 503);
  const far = (ref: number) => ({ ref, role: 'outer' });
  osm.relation([far(501), far(502), far(599)], river);
  const shore: Point[] = [1500, 500, -500, -1500].map((y) => [0, y]);
  line(shore, {}, 504);
  osm.relation([far(504), far(598)], { type: 'multipolygon', natural: 'water', name: 'Far lake' });
  const street: Point[] = [-800, -400, 400, 800].map((x) => [x, 200]);
  line(street, { highway: 'residential', name: 'High Street' }, 601);
  area(1001, -300, 0, [60, 60], { building: 'commercial', height: '100', name: 'Tower' });
  area(1002, -300, 0, [60, 60], { 'building:part': 'yes', height: '10' });
  area(1003, -280, 20, [15, 15], { 'building:part': 'yes', height: '100', min_height: '10' });
  area(1004, 300, 180, [6, 40], { building: 'bridge', height: '12', min_height: '8' });
  area(1005, 250, 40, [12, 10], { building: 'house', height: '7' });
  const [west, south] = placeOf([-SIDE_M / 2, -SIDE_M / 2]);
  const [east, north] = placeOf([SIDE_M / 2, SIDE_M / 2]);
  const box: Box = [west, south, east, north];
  return { text: osm.text(box, 'complete ways', true), box, waterM2: 100 * SIDE_M };
}

const rectangle = (west: number, south: number, widthM: number, depthM: number): Point[] => [
  [west, south],
  [west + widthM, south],
  [west + widthM, south + depthM],
  [west, south + depthM],
];

/** A file of buildings, with the volume of each by its id. */
export interface PartsFile {
  text: string;
  volumesM3: Map<string, number>;
}

/** Height of a storey that the recipe of these files assumes. */
export const STOREY_M = 3;

/** Buildings with and without parts; heights as metres, with units, in feet, by storeys; roofs with a height. */
export function partsFile(seed: number): PartsFile {
  const random = seeded(1e6 + seed);
  const osm = new OsmText();
  const volumesM3 = new Map<string, number>();
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)];
  const count = 3 + Math.floor(5 * random());
  for (let b = 0; b < count; b++) {
    const [wide, deep] = [10 + Math.round(40 * random()), 10 + Math.round(40 * random())];
    const west = 100 * b;
    const rect = (x0: number, y0: number, x1: number, y1: number): Point[] => [
      [west + x0, y0],
      [west + x1, y0],
      [west + x1, y1],
      [west + x0, y1],
    ];
    const kind = pick(['plain', 'bridge', 'roofed', 'strips', 'tower', 'related'] as const);
    if (kind === 'plain' || kind === 'bridge') {
      const baseM = kind === 'bridge' ? 4 + Math.round(6 * random()) : 0;
      const top = amount(baseM + 3 + Math.round(30 * random()), 'height', random);
      const base = baseM > 0 ? amount(baseM, 'min_height', random) : { m: 0, tags: {} };
      const id = osm.ring(rect(0, 0, wide, deep), {
        building: kind === 'bridge' ? 'bridge' : 'yes',
        ...top.tags,
        ...base.tags,
      });
      volumesM3.set(`way/${id}`, wide * deep * (top.m - base.m));
    } else if (kind === 'roofed') {
      const riseM = 2 + Math.round(3 * random());
      const eavesM = 4 + Math.round(6 * random());
      const id = osm.ring(rect(0, 0, wide, deep), {
        building: 'house',
        height: String(eavesM + riseM),
        'roof:shape': 'gabled',
        'roof:height': `${riseM} m`,
      });
      volumesM3.set(`way/${id}`, wide * deep * (eavesM + riseM / 2));
    } else {
      const outline: Tags = { building: 'yes', height: '200', name: `B${b}` };
      const parts: { ring: Point[]; fromM: number; toM: number; tags: Tags }[] = [];
      if (kind === 'tower') {
        const podium = amount(4 + Math.round(10 * random()), 'height', random);
        const tower = amount(Math.round(podium.m) + 10 + Math.round(80 * random()), 'height', random);
        const base = amount(Math.round(podium.m), 'min_height', random);
        parts.push({ ring: rect(0, 0, wide, deep), fromM: 0, toM: podium.m, tags: podium.tags });
        const ring = rect(2, 2, wide / 2, deep / 2);
        parts.push({ ring, fromM: base.m, toM: tower.m, tags: { ...tower.tags, ...base.tags } });
      } else
        for (let s = 0; s < 3; s++) {
          const top = amount(3 + Math.round(40 * random()), 'height', random);
          parts.push({
            ring: rect((wide * s) / 3, 0, (wide * (s + 1)) / 3, deep),
            fromM: 0,
            toM: top.m,
            tags: top.tags,
          });
        }
      const before =
        random() < 0.5 ? parts.map(({ ring, tags }) => osm.ring(ring, { 'building:part': 'yes', ...tags })) : null;
      const id = osm.ring(rect(0, 0, wide, deep), outline);
      const ids = before ?? parts.map(({ ring, tags }) => osm.ring(ring, { 'building:part': 'yes', ...tags }));
      if (kind === 'related')
        osm.relation([{ ref: id, role: 'outline' }, ...ids.map((ref) => ({ ref, role: 'part' }))], {
          type: 'building',
        });
      volumesM3.set(
        `way/${id}`,
        parts.reduce((sum, { ring, fromM, toM }) => sum + areaM2(ring) * (toM - fromM), 0),
      );
    }
  }
  return { text: osm.text(null, 'all', false), volumesM3 };
}

const areaM2 = (ring: readonly Point[]): number => (ring[2][0] - ring[0][0]) * (ring[2][1] - ring[0][1]);

/** A height as a tag has it, and how high that is. */
function amount(metres: number, key: 'height' | 'min_height', random: Random): { m: number; tags: Tags } {
  const ways: (() => { m: number; tags: Tags })[] = [
    () => ({ m: metres, tags: { [key]: String(metres) } }),
    () => ({ m: metres + 0.5, tags: { [key]: `${metres + 0.5} m` } }),
    () => ({ m: metres + 0.25, tags: { [key]: `${metres},25` } }),
    () => ({ m: Math.round(metres / 0.3048) * 0.3048, tags: { [key]: `${Math.round(metres / 0.3048)}'` } }),
    () => {
      const storeys = Math.max(1, Math.round(metres / STOREY_M));
      return {
        m: storeys * STOREY_M,
        tags: { [key === 'height' ? 'building:levels' : 'building:min_level']: String(storeys) },
      };
    },
  ];
  return ways[Math.floor(random() * ways.length)]();
}
