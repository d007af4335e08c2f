import type { LonLat } from '../../model/geo/lon-lat.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, isInRing, isSimple, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { subtractRing } from '../../model/geo/plane/subtract-ring.ts';
import { textAt } from '../columns.ts';
import type { LayerInput } from '../model.ts';
import { partsOf } from './area-rings.ts';
import type { HouseWalls } from './house-walls.ts';
import { type Area, GROUND, OFF_WALL_M, place } from './joined-streets.ts';

/** Squares and green that people walk over. */
interface OpenGround {
  areas: Area[];
  /** Squares and parks laid, and those whose outline tangles with what stands in them. */
  squares: number;
  greens: number;
  leftOut: number;
}

/** Classes of a road layer's areas that are open to people: where one may walk on the street one may walk there. */
const SQUARES = /^(pedestrian|square|footway|living_street|plaza)$/;
/** Classes of a green layer's areas that are open to people: fields, cemeteries and forests are not for crowds. */
const GREENS = /^(|park|garden|common|village_green|recreation_ground|playground|pitch|dog_park|grass|square)$/;
const CLASS_COLUMNS = ['leisure', 'class', 'highway', 'landuse', 'place', 'fclass', 'type', 'kind'];
const SHUT = /^(private|no|customers)$/;

/** Ground smaller than this is a verge. */
const MIN_GROUND_M2 = 50;

/**
 * Squares and parks that the layers hold as areas, less the houses and waters in them. They overlap the streets that lead there, which is
 * how a walker comes in.
 */
export function openGround(layers: readonly LayerInput[], origin: LonLat, walls: HouseWalls): OpenGround {
  const out: OpenGround = { areas: [], squares: 0, greens: 0, leftOut: 0 };
  const waters = layers
    .filter(({ kind, state }) => kind === 'water' && state === 'existing')
    .flatMap((layer) => [...partsOf(layer, origin)].map(({ rings }) => rings[0]));
  for (const layer of layers) {
    const { group, kind, state } = layer;
    if (kind !== 'area' || state !== 'existing' || (group !== 'green' && group !== 'road')) continue;
    const isOpen = publicRows(layer);
    for (const { row, rings } of partsOf(layer, origin)) {
      const [outer, ...holes] = rings;
      if (!isOpen(row) || Math.abs(signedAreaM2(outer)) < MIN_GROUND_M2) continue;
      const pieces = isSimple(outer) ? lessObstacles(anticlockwise(outer), holes, walls, waters) : null;
      if (!pieces) {
        out.leftOut++;
        continue;
      }
      if (pieces.length > 0) out[group === 'green' ? 'greens' : 'squares']++;
      const id = `og-${layer.id}-${textAt(layer.features.ids, row)}`;
      for (const piece of pieces)
        out.areas.push({ id: `${id}-${out.areas.length + 1}`, level: GROUND, kind: 'plaza', ...piece });
    }
  }
  return out;
}

/** Whether a row is ground for everybody, by its class and access. */
function publicRows({ group, features: { columns } }: LayerInput): (row: number) => boolean {
  const column = (name: string) => {
    const found = columns.find((one) => one.name.toLowerCase() === name);
    return found?.type === 'string' ? found : null;
  };
  const classes = CLASS_COLUMNS.flatMap((name) => column(name) ?? []);
  const access = column('access');
  const known = group === 'green' ? GREENS : SQUARES;
  return (row) => {
    if (access && SHUT.test(textAt(access.values, row))) return false;
    const statedClasses = classes.map(({ values }) => textAt(values, row)).filter((value) => value !== '');
    return statedClasses.length === 0 ? known.test('') : statedClasses.some((value) => known.test(value));
  };
}

type Piece = Pick<Area, 'outer' | 'holes'>;

/** A ground's pieces around what stands in it; null where outlines tangle. */
function lessObstacles(
  outer: Point[],
  given: readonly Point[][],
  walls: HouseWalls,
  waters: readonly (readonly Point[])[],
): Piece[] | null {
  let pieces: { outer: Point[]; holes: Point[][] }[] = [{ outer, holes: [] }];
  const box = boundsOf(outer);
  const wet = waters.filter((ring) => {
    const { minX, minY, maxX, maxY } = boundsOf(ring);
    return minX < box.maxX && maxX > box.minX && minY < box.maxY && maxY > box.minY;
  });
  for (const obstacle of [...given, ...wet, ...walls.near(box)]) {
    const grown = grownBy(anticlockwise(obstacle), OFF_WALL_M);
    if (!isSimple(grown)) return null;
    const next: typeof pieces = [];
    for (const piece of pieces) {
      const left = subtractRing(piece.outer, grown);
      if (!left) return null;
      if (left.kind === 'hole') next.push({ outer: piece.outer, holes: [...piece.holes, grown] });
      else
        for (const ring of left.rings)
          if (signedAreaM2(ring) > MIN_GROUND_M2 / 10 && isSimple(ring))
            next.push({ outer: ring, holes: piece.holes.filter((hole) => isInRing(ring, ...hole[0])) });
    }
    pieces = next;
  }
  return pieces.map((piece) => ({
    outer: piece.outer.map(place),
    holes: piece.holes.map((hole) => [...hole].reverse().map(place)),
  }));
}

/** An anticlockwise ring with each corner moved outwards. */
function grownBy(ring: readonly Point[], byM: number): Point[] {
  return ring.map((p, i) => {
    const a = ring[(i + ring.length - 1) % ring.length];
    const b = ring[(i + 1) % ring.length];
    const inM = Math.hypot(p[0] - a[0], p[1] - a[1]) || 1;
    const outM = Math.hypot(b[0] - p[0], b[1] - p[1]) || 1;
    const x = (p[1] - a[1]) / inM + (b[1] - p[1]) / outM;
    const y = -(p[0] - a[0]) / inM - (b[0] - p[0]) / outM;
    const length = Math.hypot(x, y) || 1;
    return [p[0] + (x / length) * byM * Math.SQRT2, p[1] + (y / length) * byM * Math.SQRT2];
  });
}
