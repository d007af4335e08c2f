import { gaussKruger } from '../../model/geo/gauss-kruger.ts';
import { BASE_CROSSWALK } from '../../model/plans/base-crosswalk.ts';
import type { PlanFeature, PlanInfo } from '../../model/plans/plan.ts';
import { type PublishedPlans, publishedPlans } from '../../workers/plans/edited.ts';
import { type PlanShape, type PlanShapes, shapeArrays } from '../../workers/plans/shapes.ts';
import { seeded } from '../../workers/shared/random.ts';

/** Parcels of about 1 ha with 24 corners. */
const PARCEL_M = 100;
/** Corners of an edge between two crossings of the grid. */
const BETWEEN = 5;
const CROSSING_MOVE_M = 15;
const EDGE_MOVE_M = 1.5;
/** Every so many parcels of the second plan has another use. */
const OTHER_USE_EVERY = 100;

type Move = (column: number, row: number, along: 'x' | 'y' | 'at', k: number) => readonly [number, number];

/** The same as plans that were published, with their shapes in degrees: what edits are made of. */
export function publishedParcels({ infos, shapes }: Redigitised): PublishedPlans {
  const { plane, shiftM, arrays } = shapes;
  const { ringVertex, xyM } = arrays;
  const features = shapes.shapes.map(({ id, kind, code }, i): PlanFeature => {
    const ring: number[][] = [];
    for (let v = ringVertex[i]; v < ringVertex[i + 1]; v++)
      ring.push(plane.toLonLat(xyM[2 * v] + shiftM[0], xyM[2 * v + 1] + shiftM[1]));
    const geometry = { type: 'Polygon' as const, coordinates: [[...ring, ring[0]]] };
    return { type: 'Feature', id, properties: { kind, ...(code === undefined ? {} : { code }) }, geometry };
  });
  const plans = infos.map((info, plan) => ({
    info,
    features: features.filter((_, i) => shapes.shapes[i].plan === plan),
  }));
  return publishedPlans(plans, shapes);
}

/** Two plans of the same ground: the second was digitised again, and gives some parcels another use. */
export interface Redigitised {
  infos: PlanInfo[];
  shapes: PlanShapes;
  /** Parcels of the second plan whose use is another, by id. */
  planted: ReadonlySet<string>;
}

/**
 * A partition of `side` × `side` parcels with shared edges, and the same digitised again: 60 % of the corners equal, 30 % moved by 1 mm to
 * 0.5 m, 10 % by 1 to 8 m, as when two authorities draw the same boundaries. In plane metres of CGCS2000's size; the same for the same seed.
 */
export function redigitisedParcels(side: number, seed: string): Redigitised {
  const first = mover(seed);
  const again = remover(`${seed}/again`);
  const lists: [number, number][][][][] = [];
  const shapes: PlanShape[] = [];
  const planted = new Set<string>();
  for (const plan of [0, 1])
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) {
        const isOther = plan === 1 && (row * side + column) % OTHER_USE_EVERY === 0;
        const id = `${'ab'[plan]}-${row}-${column}`;
        if (isOther) planted.add(id);
        const code = isOther ? '1001' : '0701';
        shapes.push({ id, plan, kind: 'parcel', code, use: isOther ? 'industrial' : 'residential' });
        lists.push([[ringOf(column, row, plan === 0 ? first : plus(first, again))]]);
      }
  const shiftM = [500_000, 3_400_000] as const;
  const plane = gaussKruger(108);
  return {
    infos: ['a', 'b'].map(infoOf),
    shapes: { plane, shiftM, shapes, arrays: shapeArrays(lists, (x, y) => [x, y], [0, 0]), crosswalk: BASE_CROSSWALK },
    planted,
  };
}

const infoOf = (id: string): PlanInfo => ({
  id,
  authority: { zh: id, en: id },
  name: { zh: id, en: id },
  version: '1',
  status: 'draft',
  codes: 'mnr-2023',
  source: { name: { zh: id, en: id }, licence: 'Apache-2.0', crs: 'EPSG:4545' },
  file: `plans/${id}.geojson`,
  hash: '0'.repeat(64),
  count: 0,
});

const plus =
  (one: Move, other: Move): Move =>
  (...at) => {
    const [ax, ay] = one(...at);
    const [bx, by] = other(...at);
    return [ax + bx, ay + by];
  };

/** A number of its own for every corner, whoever asks. */
function numbersAt(seed: string, column: number, row: number, along: string, k: number): () => number {
  let hash = 2166136261;
  for (const c of `${seed} ${column} ${row} ${along} ${k}`) hash = Math.imul(hash ^ c.charCodeAt(0), 16777619);
  return seeded(hash >>> 0);
}

function mover(seed: string): Move {
  return (column, row, along, k) => {
    const random = numbersAt(seed, column, row, along, k);
    const mostM = along === 'at' ? CROSSING_MOVE_M : EDGE_MOVE_M;
    return [(2 * random() - 1) * mostM, (2 * random() - 1) * mostM];
  };
}

function remover(seed: string): Move {
  return (column, row, along, k) => {
    const random = numbersAt(seed, column, row, along, k);
    const choice = random();
    if (choice < 0.6) return [0, 0];
    const byM = choice < 0.9 ? 0.001 + random() * 0.499 : 1 + random() * 7;
    const angle = random() * 2 * Math.PI;
    return [byM * Math.cos(angle), byM * Math.sin(angle)];
  };
}

function ringOf(column: number, row: number, move: Move): [number, number][] {
  const crossing = (c: number, r: number): [number, number] => {
    const [dx, dy] = move(c, r, 'at', 0);
    return [c * PARCEL_M + dx, r * PARCEL_M + dy];
  };
  const between = (c: number, r: number, along: 'x' | 'y'): [number, number][] => {
    const [ax, ay] = crossing(c, r);
    const [bx, by] = along === 'x' ? crossing(c + 1, r) : crossing(c, r + 1);
    return Array.from({ length: BETWEEN }, (_, i) => {
      const part = (i + 1) / (BETWEEN + 1);
      const [dx, dy] = move(c, r, along, i);
      return [ax + part * (bx - ax) + dx, ay + part * (by - ay) + dy];
    });
  };
  const ring = [
    crossing(column, row),
    ...between(column, row, 'x'),
    crossing(column + 1, row),
    ...between(column + 1, row, 'y'),
    crossing(column + 1, row + 1),
    ...between(column, row + 1, 'x').reverse(),
    crossing(column, row + 1),
    ...between(column, row, 'y').reverse(),
  ];
  return [...ring, ring[0]];
}
