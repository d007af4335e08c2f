import { boundsOf, turnedBox } from '../../model/geo/plane/box.ts';
import { type Line, lineOf, nearestOn } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, centroidOf, hullOf, isInRing, ringsOverlap, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { type Name, namer } from '../names/names.ts';
import type { District, DistrictKind, Plan, RoadClass, Typology } from '../plan.ts';
import { isConvex, outsideOf } from '../shape/convex.ts';
import { type EdgedRing, insetAll, insetRing, sharesAtCut, splitByPath } from '../shape/cut-rings.ts';
import { pickWeighted, type Random, randomOf, uniform } from '../shape/random.ts';
import { rectangle } from '../shape/rings.ts';
import type { Site } from '../streets/sites.ts';
import type { CityGround } from '../terrain/ground.ts';

/** A road before it is cut at its junctions: a named alignment of the plan or a street that the block rule made. */
export interface Road {
  id: string;
  name: Name;
  class: RoadClass;
  redLineM: number;
  points: Point[];
  /** Of streets; the plan's alignments belong to none. */
  district: string | null;
}

export interface Block {
  /** `blk-<district>-<3 digits>`, numbered by (y, x) of the centroid. */
  id: string;
  district: District;
  /** Anticlockwise, between the red lines of the streets around it. */
  ring: Point[];
  /** What stands on it; null: fields, green land, leftover. */
  typology: Typology | null;
  use: 'built' | 'field' | 'hamlet' | 'levee-green' | 'wetland' | 'forest' | 'leftover';
}

/** Streets by the size of the piece that they cut, widest first: over so many m², class, red line. */
const STREETS: Partial<Record<DistrictKind, [number, RoadClass, number][]>> = {
  'old-town': [
    [120000, 'local', 12],
    [26000, 'lane', 6],
    [9000, 'lane', 4],
    [0, 'lane', 2.6],
  ],
  village: [
    [160000, 'local', 12],
    [36000, 'lane', 6],
    [0, 'lane', 4],
  ],
  farm: [
    [400000, 'local', 12],
    [0, 'lane', 5],
  ],
  reserve: [
    [400000, 'local', 12],
    [0, 'lane', 5],
  ],
};
const DEFAULT_STREETS: [number, RoadClass, number][] = [
  [210000, 'collector', 24],
  [110000, 'collector', 20],
  [45000, 'local', 16],
  [0, 'local', 12],
];

/** How far a cut may turn from the district's axis (CITY.md §4). */
const WOBBLE_DEG: Partial<Record<DistrictKind, number>> = {
  'old-town': 9,
  village: 16,
  farm: 14,
  slab: 4,
  reserve: 10,
};
/** Share of a block's square below which a piece is not cut: new towns have superblocks, rows need depth to fit. */
const BLOCK_SHARES: Partial<Record<DistrictKind, number>> = { 'new-town': 1, centre: 1, slab: 1.3, mixed: 1 };

/** A street ends this far before ground that is not its own: half its carriageway and a kerb. */
const STREET_CLEAR_M = 8;

/** Land kept free along edges that no road follows: levees have their own strip, creeks a path, the railway its bank. */
const RAIL_HALF_M = 14;
const CREEK_EDGE_M = 8;
const BORDER_EDGE_M = 2.5;

/** Hamlets and temples at the foot of the hill: centre, width, depth, axis. The rest of the hill is forest. */
const HILL_HAMLETS: [number, number, number, number, number][] = [
  [1420, 1640, 150, 110, -6],
  [1960, 1470, 130, 90, -20],
  [2440, 1290, 150, 90, -14],
  [2980, 1170, 170, 90, -8],
  [3480, 1130, 150, 90, 3],
  [3800, 1190, 150, 110, 4],
  [1330, 2290, 140, 100, 2],
  [1320, 2760, 120, 90, 2],
];

interface BlockPlan {
  blocks: Block[];
  streets: Road[];
}

/**
 * Splits every district by the alignments that run through it and then, as CITY.md §4 says, across the longer side of its
 * box at 0.42–0.58 until the pieces are small enough. Every cut is a street; its half width moves the blocks apart. Ground
 * of `sites` is cut out of blocks and streets. A district draws from streams of its own.
 */
export function buildBlocks(plan: Plan, ground: CityGround, alignments: Road[], sites: Site[]): BlockPlan {
  const blocks: Block[] = [];
  const streets: Road[] = [];
  const name = namer(alignments.map((road) => road.name.zh));
  const lines = alignments.map((road) => ({ road, line: lineOf(road.points), path: lengthened(road.points, 100) }));
  const rail = lineOf(plan.rail.points);
  const obstacles = obstaclesOf([...sites.map((site) => site.ring), ...trunkStrips(plan)]);
  const siteRings = sites.map((site) => insetAll(site.ring, -STREET_CLEAR_M) ?? site.ring);
  for (const district of plan.districts) {
    const own: Block[] = [];
    const random = randomOf(plan.city.seed, 'blocks', district.id);
    const leave = (ring: Point[], typology: Typology | null, use: Block['use']) =>
      own.push({ id: '', district, ring, typology, use });
    if (district.kind === 'wetland') leave(anticlockwise(district.polygon), null, 'wetland');
    else if (district.kind === 'hill') {
      leave(anticlockwise(district.polygon), null, 'forest');
      for (const [x, y, w, d, deg] of HILL_HAMLETS) {
        for (const ring of withoutSites(rectangle(x, y, w, d, deg), obstacles)) leave(ring, 'village', 'hamlet');
      }
    } else {
      const made = splitDistrict(district, ground, lines, rail, random);
      const isRural = district.kind === 'farm' || district.kind === 'reserve';
      const rural: Point[][] = [];
      for (const piece of made.pieces) {
        const net = insetRing(piece.edged);
        if (!net) continue;
        for (const ring of withoutSites(net, obstacles)) {
          if (piece.strip) leave(ring, null, 'levee-green');
          else if (isRural) rural.push(ring);
          else leave(ring, ...landUse(district, ring, random));
        }
      }
      const isHamlet = hamletsAmong(rural, district, random);
      for (const ring of rural) {
        if (isHamlet(ring)) leave(ring, pickWeighted(random, district.mix), 'hamlet');
        else leave(ring, null, 'field');
      }
      for (const street of made.streets) {
        for (const points of outsideRings(street.points, siteRings)) {
          if (lineOf(points).lengthM < 12) continue;
          streets.push({ ...street, id: '', name: { zh: '', en: '' }, points, district: district.id });
        }
      }
    }
    southFirst(own, (block) => centroidOf(block.ring)).forEach((block, i) => {
      block.id = `blk-${district.id}-${`${i + 1}`.padStart(3, '0')}`;
      blocks.push(block);
    });
    const ownStreets = streets.filter((street) => street.district === district.id);
    southFirst(ownStreets, (street) => street.points[Math.floor(street.points.length / 2)]).forEach((street, i) => {
      street.id = `${district.id}.${`${i + 1}`.padStart(3, '0')}`;
      const stream = randomOf(plan.city.seed, 'street-names', street.id);
      if (street.class === 'collector') street.name = name(stream, '路', 'Road');
      else if (street.class === 'local') street.name = name(stream, '街', 'Street');
      else if (district.kind === 'farm' || district.kind === 'reserve') street.name = name(stream, '村道', 'Track');
      else street.name = name(stream, '巷', 'Lane');
    });
  }
  return { blocks, streets };
}

/** By (y, x), south first, so that a change in one district renames nothing elsewhere. */
function southFirst<T>(things: T[], place: (thing: T) => Point): T[] {
  const keyed = things.map((thing) => ({ thing, at: place(thing) }));
  keyed.sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
  return keyed.map(({ thing }) => thing);
}

interface Piece {
  edged: EdgedRing;
  /** Land between a levee and the road behind it. */
  strip: boolean;
}

function splitDistrict(
  district: District,
  ground: CityGround,
  alignments: { road: Road; line: Line; path: Point[] }[],
  rail: Line,
  random: Random,
): { pieces: Piece[]; streets: { class: RoadClass; redLineM: number; points: Point[] }[] } {
  const ring = anticlockwise(district.polygon);
  const near = (line: Line, p: Point, q: Point, limit: number) =>
    [p, q, [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2] as Point].every(
      ([x, y]) => Math.abs(nearestOn(line, x, y).offsetM) < limit,
    );
  const edge = ring.map((p, i) => {
    const q = ring[(i + 1) % ring.length];
    const along = alignments.find(({ line }) => near(line, p, q, 4));
    if (along) return along.road.redLineM / 2;
    if (near(rail, p, q, 12)) return RAIL_HALF_M;
    const onTributary = ground.nearestTributary((p[0] + q[0]) / 2, (p[1] + q[1]) / 2);
    return Math.abs(onTributary.offsetM) < 75 ? CREEK_EDGE_M : BORDER_EDGE_M;
  });
  let pieces: EdgedRing[] = [{ ring, edge }];
  for (const { road, path } of alignments) {
    pieces = pieces.flatMap((piece) => splitByPath(piece, path, road.redLineM / 2).pieces);
  }
  const out: Piece[] = [];
  const streets: { class: RoadClass; redLineM: number; points: Point[] }[] = [];
  const target = district.blockM ** 2 * (BLOCK_SHARES[district.kind] ?? 0.8);
  const split = (piece: EdgedRing, depth: number) => {
    const area = Math.abs(signedAreaM2(piece.ring));
    if (isStrip(piece, ground)) {
      out.push({ edged: piece, strip: true });
      return;
    }
    if (area < target * uniform(random, 0.75, 1.5) || depth > 14) {
      out.push({ edged: piece, strip: false });
      return;
    }
    const kind = (STREETS[district.kind] ?? DEFAULT_STREETS).find(([over]) => area >= over);
    const [, roadClass, redLineM] = kind ?? [0, 'local' as const, 12];
    const cut = cutLine(piece.ring, district.axisDeg, WOBBLE_DEG[district.kind] ?? 2.5, random);
    const parts = splitByPath(piece, cut, redLineM / 2);
    if (parts.pieces.length < 2) {
      out.push({ edged: piece, strip: false });
      return;
    }
    for (const chord of parts.chords) streets.push({ class: roadClass, redLineM, points: chord });
    for (const part of parts.pieces) split(part, depth + 1);
  };
  for (const piece of pieces) split(piece, 0);
  return { pieces: out, streets };
}

/** A line across the longer side of the piece's box, turned a little, long enough to cross it wholly. */
function cutLine(ring: Point[], axisDeg: number, wobbleDeg: number, random: Random): Point[] {
  const { minU, maxU, minV, maxV, cos, sin } = turnedBox(ring, axisDeg);
  const turn = (uniform(random, -wobbleDeg, wobbleDeg) * Math.PI) / 180;
  const t = uniform(random, 0.42, 0.58);
  const across = maxU - minU > maxV - minV;
  const u = across ? minU + (maxU - minU) * t : (minU + maxU) / 2;
  const v = across ? (minV + maxV) / 2 : minV + (maxV - minV) * t;
  const x = u * cos - v * sin;
  const y = u * sin + v * cos;
  const [dx, dy] = across ? [-sin, cos] : [cos, sin];
  const ex = dx * Math.cos(turn) - dy * Math.sin(turn);
  const ey = dx * Math.sin(turn) + dy * Math.cos(turn);
  const far = maxU - minU + maxV - minV;
  return [
    [x - ex * far, y - ey * far],
    [x + ex * far, y + ey * far],
  ];
}

/** Between the levee's management line (215 m) and the road behind it nothing is built. */
function isStrip(piece: EdgedRing, ground: CityGround): boolean {
  return piece.ring.every(([x, y]) => Math.abs(ground.nearestMain(x, y).offsetM) < 275);
}

interface Obstacle {
  ring: Point[];
  box: ReturnType<typeof boundsOf>;
}

/** Cutting by half planes needs a convex shape; parks are nearly so. */
function obstaclesOf(rings: Point[][]): Obstacle[] {
  return rings.map((ring) => ({ ring: isConvex(ring) ? ring : hullOf(ring), box: boundsOf(ring) }));
}

function withoutSites(ring: Point[], obstacles: Obstacle[]): Point[][] {
  const own = boundsOf(ring);
  let rest: Point[][] = [ring];
  for (const { ring: site, box } of obstacles) {
    if (box.maxX <= own.minX || box.minX >= own.maxX || box.maxY <= own.minY || box.minY >= own.maxY) continue;
    rest = rest.flatMap((piece) => (ringsOverlap(piece, site) ? outsideOf(piece, site) : [piece]));
  }
  return rest.filter((piece) => signedAreaM2(piece) > 150);
}

/** Land over the planned trunks: walls keep off by half the greatest trunk and the 2.5 m that the plan's rules ask. */
const TRUNK_CLEAR_M = 4.2;

function trunkStrips(plan: Plan): Point[][] {
  return plan.pipes.trunks.flatMap((trunk) =>
    trunk.points.slice(1).map((b, i): Point[] => {
      const a = trunk.points[i];
      const h = Math.hypot(b[0] - a[0], b[1] - a[1]);
      const nx = (-(b[1] - a[1]) / h) * TRUNK_CLEAR_M;
      const ny = ((b[0] - a[0]) / h) * TRUNK_CLEAR_M;
      return [
        [a[0] - nx, a[1] - ny],
        [b[0] - nx, b[1] - ny],
        [b[0] + nx, b[1] + ny],
        [a[0] + nx, a[1] + ny],
      ];
    }),
  );
}

/** Ground that a hamlet takes of its block at most, what its walls cover of it, and the least block that has one. */
export const HAMLET_M2 = 26000;
const HAMLET_COVER = 0.3;
const MIN_HAMLET_M2 = 4000;

/** Hamlets spread evenly over the fields, as many as the district's building density asks (of all its ground, there). */
function hamletsAmong(fields: Point[][], district: District, random: Random): (ring: Point[]) => boolean {
  const coreM2 = (ring: Point[]) => (signedAreaM2(ring) < MIN_HAMLET_M2 ? 0 : Math.min(signedAreaM2(ring), HAMLET_M2));
  const all = fields.reduce((sum, ring) => sum + coreM2(ring), 0);
  const share = (district.densityPct * district.areaHa * 100) / HAMLET_COVER / all;
  let dueM2 = HAMLET_M2 * random();
  return (ring) => {
    const core = coreM2(ring);
    dueM2 += core * share;
    if (core === 0 || dueM2 < core) return false;
    dueM2 -= core;
    return true;
  };
}

function landUse(district: District, ring: Point[], random: Random): [Typology | null, Block['use']] {
  const area = signedAreaM2(ring);
  const { minU, maxU, minV, maxV } = turnedBox(ring, district.axisDeg);
  const thin = Math.min(maxU - minU, maxV - minV);
  const typology = pickWeighted(random, district.mix);
  if (area < 180 || thin < 10) return [null, 'leftover'];
  return [typology, 'built'];
}

/** The path with both ends drawn out straight, so that a road that stops at another's edge still reaches it. */
function lengthened(points: readonly Point[], byM: number): Point[] {
  const end = (a: Point, b: Point): Point => {
    const h = Math.hypot(a[0] - b[0], a[1] - b[1]);
    return [a[0] + ((a[0] - b[0]) / h) * byM, a[1] + ((a[1] - b[1]) / h) * byM];
  };
  const n = points.length;
  return [end(points[0], points[1]), ...points, end(points[n - 1], points[n - 2])];
}

/** The stretches of a path outside all rings. */
function outsideRings(points: readonly Point[], rings: readonly Point[][]): Point[][] {
  const box = boundsOf(points);
  const near = rings.filter((ring) => {
    const b = boundsOf(ring);
    return b.maxX > box.minX && b.minX < box.maxX && b.maxY > box.minY && b.minY < box.maxY;
  });
  if (near.length === 0) return [[...points]];
  const out: Point[][] = [];
  let run: Point[] = [];
  for (let i = 0; i < points.length - 1; i++) {
    const a = points[i];
    const b = points[i + 1];
    const cuts = [0, 1];
    for (const ring of near) {
      for (let j = 0; j < ring.length; j++) {
        const c = ring[j];
        const d = ring[(j + 1) % ring.length];
        const [t, u] = sharesAtCut(a, b, c, d);
        if (t > 0 && t < 1 && u >= 0 && u <= 1) cuts.push(t);
      }
    }
    cuts.sort((p, q) => p - q);
    for (let k = 1; k < cuts.length; k++) {
      if (cuts[k] - cuts[k - 1] < 1e-9) continue;
      const at = (t: number): Point => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
      const mid = at((cuts[k] + cuts[k - 1]) / 2);
      if (near.some((ring) => isInRing(ring, mid[0], mid[1]))) {
        if (run.length > 1) out.push(run);
        run = [];
        continue;
      }
      if (run.length === 0) run.push(at(cuts[k - 1]));
      run.push(at(cuts[k]));
    }
  }
  if (run.length > 1) out.push(run);
  return out;
}
