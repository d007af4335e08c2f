import type { Text } from '../../model/city/manifest.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { type Line, subLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, centroidOf, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { Block } from '../buildings/blocks.ts';
import { lotsOf } from '../buildings/lots.ts';
import { type AreaRow, areaLayer, type Field, nameFields, quantity, text } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { FREIGHT_YARD, NAMELESS, partOf, textOf } from '../names/words.ts';
import type { Plan } from '../plan.ts';
import { leftOf } from '../shape/convex.ts';
import { insetAll } from '../shape/cut-rings.ts';
import { pickWeighted, randomOf } from '../shape/random.ts';
import { ellipse, rectangle } from '../shape/rings.ts';
import { band, isUsable, ribbon } from '../streets/ribbon.ts';
import type { Path } from '../streets/road-layers.ts';
import type { Site } from '../streets/sites.ts';
import type { CityGround } from '../terrain/ground.ts';

export type GreenKind =
  | 'park'
  | 'garden'
  | 'greenway'
  | 'levee'
  | 'pocket'
  | 'field'
  | 'orchard'
  | 'forest'
  | 'wetland'
  | 'pitch';

export interface Green extends AreaRow {
  name: Text;
  kind: GreenKind;
  district: string;
}

const KINDS: Record<GreenKind, Text> = {
  park: { zh: '公园', en: 'Park' },
  garden: { zh: '小区与单位绿地', en: 'Compound garden' },
  greenway: { zh: '滨河绿带', en: 'Riverside green' },
  levee: { zh: '堤岸与滩地', en: 'Levee and berm' },
  pocket: { zh: '街头绿地', en: 'Pocket green' },
  field: { zh: '农田', en: 'Field' },
  orchard: { zh: '果园', en: 'Orchard' },
  forest: { zh: '林地', en: 'Forest' },
  wetland: { zh: '湿地', en: 'Wetland' },
  pitch: { zh: '运动场地', en: 'Sports ground' },
};

/** Blocks whose houses stand in a garden, and how far it keeps from the pavement. */
const GARDENS: Partial<Record<string, number>> = { tower: 6, slab: 4, campus: 5, office: 7, hall: 9, podium: 5 };

/** Forest and wetland are cut into squares of this size: objects that a tile can hold. */
const SQUARE_M = 250;
const BANK_LENGTH_M = 400;
/** A field's path around it, on which the ground shows. */
const BAULK_M = 1.3;

/** Collects green areas whose ring is one, and counts those that have no name of their own. */
class GreenRows {
  readonly rows: Green[] = [];
  private readonly counts = new Map<string, number>();

  add(id: string, kind: GreenKind, name: Text, district: string, ring: Point[] | null): void {
    if (ring && isUsable(ring)) this.rows.push({ id, kind, name, district, rings: [anticlockwise(ring)] });
  }

  next(prefix: string): string {
    const n = (this.counts.get(prefix) ?? 0) + 1;
    this.counts.set(prefix, n);
    return `${prefix}-${`${n}`.padStart(3, '0')}`;
  }
}

/** Parks, gardens, fields, woods and banks: what grows, block by block and along the rivers. */
export function buildGreen(plan: Plan, ground: CityGround, blocks: Block[], sites: Site[]): Green[] {
  const green = new GreenRows();
  for (const park of plan.parks) green.add(park.id, 'park', textOf(park), '', park.polygon);
  for (const block of blocks) addBlock(green, plan, block);
  for (const zone of plan.plans.zones) {
    if (zone.kind === 'FOR' && zone.id !== 'FOR-1' && zone.id !== 'FOR-2') {
      for (const ring of squares(anticlockwise(zone.polygon)))
        green.add(green.next('belt'), 'forest', { zh: '防护林', en: 'Shelter belt' }, '', ring);
    }
  }
  addBanks(green, plan, ground);
  for (const pitch of sportsGrounds(plan, sites)) green.add(pitch.id, 'pitch', pitch.name, pitch.district, pitch.ring);
  return green.rows;
}

/** What is green of a block, by its use. */
function addBlock(green: GreenRows, plan: Plan, block: Block): void {
  const { id: district } = block.district;
  const name = textOf(block.district);
  const place = block.id.slice(4);
  const inset = block.typology && block.use === 'built' ? GARDENS[block.typology] : undefined;
  if (inset !== undefined) green.add(`gr-${place}`, 'garden', NAMELESS, district, insetAll(block.ring, inset));
  else if (block.use === 'levee-green')
    green.add(`gr-${place}`, 'greenway', partOf(name, '滨河绿带', 'riverside green'), district, block.ring);
  else if (block.use === 'leftover') green.add(`gr-${place}`, 'pocket', NAMELESS, district, block.ring);
  else if (block.use === 'field') {
    const random = randomOf(plan.city.seed, 'fields', block.id);
    const orchard = block.district.id === 'ED8' ? 0.5 : block.district.id === 'SD8' ? 0.25 : 0.1;
    for (const lot of lotsOf(block.ring, 7000, block.district.axisDeg, random)) {
      const kind = pickWeighted(random, { field: 0.72 - orchard / 2, orchard, fallow: 0.28 - orchard / 4 });
      if (kind === 'fallow') continue;
      green.add(green.next(`fld-${district}`), kind, NAMELESS, district, insetAll(lot, BAULK_M));
    }
  } else if (block.use === 'forest' || block.use === 'wetland') {
    for (const ring of squares(block.ring)) {
      green.add(green.next(block.use === 'forest' ? 'for' : 'wet'), block.use, name, district, ring);
    }
  }
}

/** Both rivers' banks in lengths; the creek's mouth stays open. */
function addBanks(green: GreenRows, plan: Plan, ground: CityGround): void {
  const { main: m, tributary: t } = plan.water;
  banks(ground.main, m.bottomWidthM / 2 + m.sideSlope * 1.9, m.managementHalfWidthM - 1, (ring, s, side) => {
    const [x, y] = centroidOf(ring);
    const mouth =
      Math.abs(s - t.confluenceK) < BANK_LENGTH_M / 2 + 60 &&
      side === 'L' &&
      Math.abs(ground.nearestTributary(x, y).offsetM) < 40;
    if (!mouth)
      green.add(
        `bank-main-${side}${`${Math.round(s)}`.padStart(4, '0')}`,
        'levee',
        partOf(textOf(m), '堤岸', 'bank'),
        '',
        ring,
      );
  });
  banks(ground.tributary, t.bottomWidthM / 2 + t.sideSlope * 1.2, t.managementHalfWidthM - 1, (ring, s, side) => {
    green.add(
      `bank-trib-${side}${`${Math.round(s)}`.padStart(4, '0')}`,
      'levee',
      partOf(textOf(t), '堤岸', 'bank'),
      '',
      ring,
    );
  });
}

/** A ring cut along a square net. */
function squares(ring: Point[]): Point[][] {
  const box = boundsOf(ring);
  const out: Point[][] = [];
  for (let x = Math.floor(box.minX / SQUARE_M) * SQUARE_M; x < box.maxX; x += SQUARE_M) {
    const west = leftOf(leftOf(ring, [x, 1], [x, 0]), [x + SQUARE_M, 0], [x + SQUARE_M, 1]);
    if (west.length < 3) continue;
    for (let y = Math.floor(box.minY / SQUARE_M) * SQUARE_M; y < box.maxY; y += SQUARE_M) {
      const cell = leftOf(leftOf(west, [0, y], [1, y]), [1, y + SQUARE_M], [0, y + SQUARE_M]);
      if (cell.length > 2 && signedAreaM2(cell) > 30) out.push(cell);
    }
  }
  return out;
}

/** Both banks of a river between two distances from its axis, in reaches. */
function banks(line: Line, fromM: number, toM: number, add: (ring: Point[], s: number, side: 'L' | 'R') => void): void {
  const count = Math.round(line.lengthM / BANK_LENGTH_M);
  for (let k = 0; k < count; k++) {
    const a = (line.lengthM * k) / count;
    const b = (line.lengthM * (k + 1)) / count;
    const points = subLine(line, a, b);
    add(band(points, fromM, toM), a, 'L');
    add(band(points, -toM, -fromM), a, 'R');
  }
}

/** Playgrounds of schools, the stadium's pitch, and the sports grounds among the shelters. */
function sportsGrounds(plan: Plan, sites: Site[]): { id: string; name: Text; district: string; ring: Point[] }[] {
  const out: { id: string; name: Text; district: string; ring: Point[] }[] = [];
  for (const landmark of plan.landmarks) {
    const [x, y] = landmark.at;
    const [w, d] = landmark.sizeM;
    if (landmark.kind === 'school') {
      const ring = stadiumOval(x - w * 0.26, y, 46, d * 0.84);
      out.push({
        id: `${landmark.id}-field`,
        name: partOf(textOf(landmark), '操场', 'playground'),
        district: landmark.district,
        ring,
      });
    }
    if (landmark.kind === 'stadium') {
      const ring = ellipse(landmark.at, [w / 2 - 60, d / 2 - 54], 0, 40);
      out.push({
        id: `${landmark.id}-pitch`,
        name: partOf(textOf(landmark), '场地', 'pitch'),
        district: landmark.district,
        ring,
      });
    }
  }
  for (const site of sites) {
    if (site.kind !== 'sports-field') continue;
    const shelter = plan.shelters.find(({ id }) => id === site.id);
    out.push({
      id: `${site.id}-field`,
      name: shelter ? textOf(shelter) : NAMELESS,
      district: shelter?.district ?? '',
      ring: site.ring,
    });
  }
  return out;
}

/** A running track's outline, its straights from south to north. */
function stadiumOval(x: number, y: number, widthM: number, lengthM: number): Point[] {
  const r = widthM / 2;
  const straight = (lengthM - widthM) / 2;
  return [1, -1].flatMap((sign) =>
    Array.from({ length: 13 }, (_, k): Point => {
      const a = (Math.PI * k) / 12;
      return [x + sign * r * Math.cos(a), y + sign * (straight + r * Math.sin(a))];
    }),
  );
}

export function greenLayers(green: Green[]): LayerInput[] {
  const fields: Field<Green>[] = [
    ...nameFields<Green>(),
    { name: 'kind', type: 'code', label: { zh: '类别', en: 'Kind' }, values: KINDS, of: (row) => row.kind },
    quantity('area', 'm2', { zh: '面积', en: 'Area' }, (row) => Math.round(signedAreaM2(row.rings[0]))),
    text('district', { zh: '片区', en: 'District' }, (row) => row.district),
    text('code', CODE_LABEL, (row) => componentCode('green', (order.get(row) ?? 0) + 1)),
  ];
  const order = new Map(green.map((row, i) => [row, i]));
  const country = new Set<GreenKind>(['field', 'orchard', 'forest', 'wetland', 'levee']);
  const sports = new Set<GreenKind>(['pitch']);
  const head = { kind: 'area', group: 'green', shownAtStart: true, colour: { token: 'map-green' } } as const;
  return [
    areaLayer(
      { ...head, id: 'green', label: { zh: '绿地', en: 'Green space' }, cimLevel: 3, liftM: 0.06 },
      green.filter((row) => !country.has(row.kind) && !sports.has(row.kind)),
      fields,
    ),
    areaLayer(
      { ...head, id: 'sports', label: { zh: '运动场地', en: 'Sports grounds' }, cimLevel: 3, liftM: 0.2 },
      green.filter((row) => sports.has(row.kind)),
      fields,
    ),
    areaLayer(
      {
        ...head,
        id: 'countryside',
        label: { zh: '农林与堤岸', en: 'Fields, forest, levees' },
        cimLevel: 2,
        liftM: 0.04,
      },
      green.filter((row) => country.has(row.kind)),
      fields,
    ),
  ];
}

// ---- squares and paths -----------------------------------------------------------------------------------------------

/** Crest paths, ways through parks and wetland, squares; the drum tower's square is 21,600 m² as the plan says. */
export function buildPaths(plan: Plan, ground: CityGround, sites: Site[]): Path[] {
  const out: Path[] = [];
  const add: AddPath = (id, kind, name, ring) => {
    if (isUsable(ring)) out.push({ id, kind, name, rings: [anticlockwise(ring)] });
  };
  addCrestPaths(add, plan, ground);
  out.push(shoreWalk(plan));
  addParkPaths(add, plan);
  const walk = boardwalk();
  walk.forEach((points, i) => {
    add(`path-wetland-${i + 1}`, 'boardwalk', { zh: '月湾栈道', en: 'Moon Bend boardwalk' }, ribbon(points, 3));
  });
  addSquares(add, plan, sites);
  return out;
}

type AddPath = (id: string, kind: Path['kind'], name: Text, ring: Point[]) => void;

/** Along the levees' crests, with gaps where the creek flows into the river. */
function addCrestPaths(add: AddPath, plan: Plan, ground: CityGround): void {
  const { main: m, tributary: t } = plan.water;
  const reach = (line: Line, prefix: string, d: number, name: Text, fromM: number, toM: number) => {
    const count = Math.max(1, Math.round((toM - fromM) / BANK_LENGTH_M));
    for (let k = 0; k < count; k++) {
      const a = fromM + ((toM - fromM) * k) / count;
      const points = subLine(line, a, fromM + ((toM - fromM) * (k + 1)) / count);
      const side = d > 0 ? 'L' : 'R';
      add(`path-${prefix}-${side}${`${Math.round(a)}`.padStart(4, '0')}`, 'levee', name, ribbon(points, 4, d));
    }
  };
  const mouth = 62;
  const leftLevee = partOf(textOf(m), '左堤', 'left levee');
  const rightLevee = partOf(textOf(m), '右堤', 'right levee');
  reach(ground.main, 'main', m.leveeOffsetM, leftLevee, 0, t.confluenceK - mouth);
  reach(ground.main, 'main', m.leveeOffsetM, leftLevee, t.confluenceK + mouth, ground.main.lengthM);
  reach(ground.main, 'main', -m.leveeOffsetM, rightLevee, 0, ground.main.lengthM);
  const creekEnd = ground.tributary.lengthM - m.leveeOffsetM - 12;
  reach(ground.tributary, 'trib', t.leveeOffsetM, partOf(textOf(t), '左堤', 'left levee'), t.leveeFromM, creekEnd);
  reach(ground.tributary, 'trib', -t.leveeOffsetM, partOf(textOf(t), '右堤', 'right levee'), t.leveeFromM, creekEnd);
}

/** A ring around the first lake. */
function shoreWalk(plan: Plan): Path {
  const lake = plan.water.lakes[0];
  const shore = ellipse(lake.at, [lake.semi[0] * 1.1, lake.semi[1] * 1.16], lake.rotDeg, 64);
  return {
    id: 'path-lake-1',
    kind: 'park',
    name: partOf(textOf(lake), '环湖步道', 'shore walk'),
    rings: [ellipse(lake.at, [lake.semi[0] * 1.1 + 5, lake.semi[1] * 1.16 + 5], lake.rotDeg, 64), [...shore].reverse()],
  };
}

/** From each park's middle to its corners, around a small round. */
function addParkPaths(add: AddPath, plan: Plan): void {
  for (const park of plan.parks.slice(1)) {
    const [cx, cy] = centroidOf(park.polygon);
    park.polygon.forEach(([x, y], i) => {
      const points: Point[] = [
        [cx + (x - cx) * 0.06, cy + (y - cy) * 0.06],
        [cx + (x - cx) * 0.94, cy + (y - cy) * 0.94],
      ];
      add(`path-${park.id}-${i + 1}`, 'park', partOf(textOf(park), '园路', 'path'), ribbon(points, 3.5));
    });
    add(`path-${park.id}-0`, 'park', partOf(textOf(park), '园路', 'path'), ellipse([cx, cy], [14, 14], 0, 20));
  }
}

/** Squares and yards of the sites, the landmarks' grounds, and the square of the tower. */
function addSquares(add: AddPath, plan: Plan, sites: readonly Site[]): void {
  for (const site of sites) {
    if (site.kind === 'plaza') add(`square-${site.id}`, 'square', squareName(plan, site), site.ring);
    if (site.kind === 'yard') add(`square-${site.id}`, 'yard', FREIGHT_YARD, site.ring);
    if (site.kind === 'landmark' && site.landmark) {
      const landmark = plan.landmarks.find(({ id }) => id === site.landmark);
      if (landmark) add(`ground-${landmark.id}`, 'yard', partOf(textOf(landmark), '场地', 'grounds'), site.ring);
    }
    if (site.kind === 'hall' || site.kind === 'pump' || site.kind === 'entrance') {
      add(`ground-${site.id}`, 'yard', NAMELESS, site.ring);
    }
  }
  const tower = plan.landmarks.find(({ id }) => id === 'lm-tower');
  if (tower)
    add(
      'square-tower',
      'square',
      partOf(textOf(tower), '广场', 'square'),
      rectangle(tower.at[0], tower.at[1] - 70, 120, 52),
    );
}

function squareName(plan: Plan, site: Site): Text {
  const landmark = plan.landmarks.find(({ id }) => id === site.landmark);
  if (landmark?.kind === 'square') return textOf(landmark);
  if (landmark) return partOf(textOf(landmark), '广场', 'square');
  const shelter = plan.shelters.find(({ id }) => id === site.id);
  return shelter ? textOf(shelter) : NAMELESS;
}

/** Loops through the wetland between the levee and Wetland South Road, round Moon Bend's water. */
function boardwalk(): Point[][] {
  return [
    [
      [620, -560],
      [760, -500],
      [920, -470],
      [1120, -450],
      [1300, -470],
    ],
    [
      [920, -470],
      [980, -560],
      [960, -640],
    ],
    [
      [1300, -470],
      [1480, -500],
      [1700, -500],
      [1860, -560],
      [1820, -660],
      [1620, -720],
    ],
    [
      [1860, -560],
      [2060, -660],
      [2260, -740],
      [2480, -830],
    ],
  ];
}
