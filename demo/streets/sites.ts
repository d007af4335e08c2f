import { directionAt, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise } from '../../model/geo/plane/ring.ts';
import type { Plan } from '../plan.ts';
import { ellipse, rectangle } from '../shape/rings.ts';

/** Ground that the block rule leaves alone: what stands or lies there is built on its own. */
export interface Site {
  id: string;
  kind: 'landmark' | 'park' | 'plaza' | 'sports-field' | 'hall' | 'pit' | 'pump' | 'entrance' | 'yard';
  ring: Point[];
  /** Land outside the landmark's stated size that belongs to it. */
  landmark?: string;
}

/** Half the land between a landmark's walls and its neighbours. */
const MARGIN_M = 6;

/** Open ground and halls that the shelters of the plan need and no landmark gives: shelter, kind, size. */
const SHELTER_SITES: [string, Site['kind'], number, number][] = [
  ['sh-02', 'sports-field', 124, 86],
  ['sh-06', 'hall', 84, 62],
  ['sh-07', 'plaza', 120, 84],
  ['sh-08', 'hall', 76, 56],
  ['sh-09', 'sports-field', 190, 116],
  ['sh-14', 'hall', 130, 66],
];

/** The freight yard's sidings lie between the line and the yard's platform. */
const YARD: Point[] = [
  [-2150, -2424],
  [-1350, -2424],
  [-1350, -2318],
  [-2150, -2318],
];

export function sitesOf(plan: Plan): Site[] {
  const out: Site[] = plan.parks.map((park) => ({ id: park.id, kind: 'park', ring: anticlockwise(park.polygon) }));
  for (const landmark of plan.landmarks) {
    const [x, y] = landmark.at;
    const [w, d] = landmark.sizeM;
    if (landmark.kind === 'pagoda') continue;
    if (landmark.kind === 'rail') {
      out.push({ id: 'yard-1', kind: 'yard', ring: YARD, landmark: landmark.id });
      continue;
    }
    if (landmark.kind === 'square') {
      out.push({ id: landmark.id, kind: 'plaza', ring: rectangle(x, y, w, d), landmark: landmark.id });
      continue;
    }
    if (landmark.kind === 'stadium') {
      out.push({
        id: landmark.id,
        kind: 'landmark',
        ring: ellipse(landmark.at, [w / 2 + 22, d / 2 + 22], 0, 24),
        landmark: landmark.id,
      });
      const [px, py] = landmark.plazaAt ?? landmark.at;
      const side = Math.sqrt((landmark.plazaM2 ?? 0) / 1.25);
      out.push({
        id: `${landmark.id}-plaza`,
        kind: 'plaza',
        ring: rectangle(px, py, side * 1.25, side),
        landmark: landmark.id,
      });
      continue;
    }
    const margin = landmark.kind === 'tower' ? 22 : MARGIN_M;
    out.push({
      id: landmark.id,
      kind: 'landmark',
      ring: rectangle(x, y, w + 2 * margin, d + 2 * margin),
      landmark: landmark.id,
    });
  }
  for (const [shelter, kind, w, d] of SHELTER_SITES) {
    const place = plan.shelters.find(({ id }) => id === shelter);
    if (place) out.push({ id: shelter, kind, ring: rectangle(place.at[0], place.at[1], w, d) });
  }
  for (const station of plan.pumpingStations) {
    out.push({ id: station.id, kind: 'pump', ring: rectangle(...besideRoads(plan, station.at), 36, 28) });
  }
  for (const station of plan.metro.stations) {
    for (const entrance of station.entrances) {
      out.push({ id: entrance.id, kind: 'entrance', ring: rectangle(entrance.at[0], entrance.at[1], 16, 16) });
    }
  }
  out.push({ id: plan.construction.id, kind: 'pit', ring: anticlockwise(plan.construction.pit.siteFence) });
  return out;
}

/**
 * A pumping station's house: the plan puts the station at its trunk's end, often in the middle of the street; the house
 * stands beside the red line, the wet well under the street.
 */
export function besideRoads(plan: Plan, at: Point): [number, number] {
  let [x, y] = at;
  for (const road of plan.roads.alignments) {
    const line = lineOf(road.points);
    const { chainageM, offsetM } = nearestOn(line, x, y);
    const clear = road.redLineM / 2 + 15;
    if (Math.abs(offsetM) >= clear) continue;
    const [px, py] = pointAt(line, chainageM);
    const [dx, dy] = directionAt(line, chainageM);
    const side = offsetM >= 0 ? 1 : -1;
    [x, y] = [px - dy * clear * side, py + dx * clear * side];
  }
  return [x, y];
}
