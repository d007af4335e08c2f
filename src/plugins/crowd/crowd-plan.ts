import type { Point, Polygon } from '../../../model/geo/plane/point.ts';
import type { OpenedPlan } from '../../../workers/crowd/plan/plan-file.ts';
import type { CrowdPlan, PlanPlace } from './slice.ts';

/** A plan about its own middle, wherever its drawing lay; `storeys` of a building model, of which it is the one at `storey`. */
export function centredPlan(
  { areas, walls, exits, ...rest }: OpenedPlan,
  file: string,
  storeys: readonly string[] = [],
  storey = 0,
): CrowdPlan {
  let westM = Number.POSITIVE_INFINITY;
  let southM = Number.POSITIVE_INFINITY;
  let eastM = Number.NEGATIVE_INFINITY;
  let northM = Number.NEGATIVE_INFINITY;
  for (const { outer } of areas)
    for (const [east, north] of outer) {
      westM = Math.min(westM, east);
      southM = Math.min(southM, north);
      eastM = Math.max(eastM, east);
      northM = Math.max(northM, north);
    }
  const move = ([east, north]: Point): Point => [east - (westM + eastM) / 2, north - (southM + northM) / 2];
  return {
    ...rest,
    ...moved({ areas, walls, exits }, move),
    file,
    storeys,
    storey,
    reachEastM: (eastM - westM) / 2,
    reachNorthM: (northM - southM) / 2,
  };
}

/** A plan as it stands in the city, in metres of the city's origin, to the millimetre. */
export function placedPlan(
  plan: CrowdPlan,
  { eastM, northM, turnDeg }: PlanPlace,
): Pick<CrowdPlan, 'areas' | 'walls' | 'exits'> {
  const turnRad = (turnDeg * Math.PI) / 180;
  const cos = Math.cos(turnRad);
  const sin = Math.sin(turnRad);
  return moved(plan, ([east, north]) => [
    round(eastM + cos * east - sin * north),
    round(northM + sin * east + cos * north),
  ]);
}

const round = (metres: number): number => Math.round(metres * 1000) / 1000;

type Drawn = Pick<CrowdPlan, 'areas' | 'walls' | 'exits'>;

const moved = ({ areas, walls, exits }: Drawn, move: (place: Point) => Point): Drawn => ({
  areas: areas.map(
    ({ outer, holes }): Polygon => ({
      outer: outer.map(move),
      holes: holes.map((hole) => hole.map(move)),
    }),
  ),
  walls: walls.map((wall) => wall.map(move)),
  exits: exits.map(({ from, to }) => ({ from: move(from), to: move(to) })),
});
