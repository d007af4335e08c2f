import { type FloodBreach, type FloodForm, type FloodPlace, S_PER_H } from './flood.ts';
import { speedKmPerH, withSpeed } from './flood-storm.ts';
import type { Measuring, SurfacePoint } from './measuring.ts';
import type { Twin } from './twin.ts';

/** A levee that gives way by hand: the widths of the planned one (20 m to 70 m in 1.5 h is what such banks do; Froehlich 2008, 待核). */
const PICKED_BREACH = { beginH: 0.5, growH: 1.5, widthM: 60 };
/** Three courses of sandbags or a board of the flood store. */
const PICKED_WALL_M = 1;
const LEAST_SIDE_M = 40;

/** The ruler's points go into the form as soon as they say enough; the ruler is then put away. */
export function followFloodPicks(twin: Twin): () => void {
  return twin.follow(
    ({ measuring }) => measuring,
    (measuring, { floodPicking, floodForm, floodOrigin, changeFlood, pickFlood }) => {
      if (!floodPicking || !floodForm || !measuring) return;
      const fromH = (floodOrigin?.timeS ?? 0) / S_PER_H;
      const part = { area: pickedArea, storm: pickedStorm, breach: pickedBreach, wall: pickedWall }[floodPicking](
        measuring,
        floodForm,
        fromH,
      );
      if (!part) return;
      changeFlood(part);
      pickFlood(null);
    },
  );
}

const placeOf = ({ enu: [eastM, northM] }: SurfacePoint): FloodPlace => [eastM, northM];

function pickedArea({ points }: Measuring): Pick<FloodForm, 'area'> | null {
  if (points.length < 2) return null;
  const [[a, b], [c, d]] = [points[0], points[points.length - 1]].map(placeOf);
  const area = { westM: Math.min(a, c), southM: Math.min(b, d), eastM: Math.max(a, c), northM: Math.max(b, d) };
  return area.eastM - area.westM < LEAST_SIDE_M || area.northM - area.southM < LEAST_SIDE_M ? null : { area };
}

/** Whence and whither; it goes as fast as before. */
function pickedStorm({ points }: Measuring, { rain }: FloodForm): Pick<FloodForm, 'rain'> | null {
  if (points.length < 2 || rain.kind !== 'moving') return null;
  const [from, to] = [placeOf(points[0]), placeOf(points[points.length - 1])];
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) < LEAST_SIDE_M) return null;
  return { rain: withSpeed({ ...rain, from, to }, speedKmPerH(rain)) };
}

function pickedBreach(
  { points }: Measuring,
  { breaches }: FloodForm,
  fromH: number,
): Pick<FloodForm, 'breaches'> | null {
  if (points.length < 1) return null;
  const breach: FloodBreach = {
    kind: 'placed',
    id: nextId('breach', breaches),
    at: placeOf(points[0]),
    ...PICKED_BREACH,
    beginH: Math.max(PICKED_BREACH.beginH, fromH),
  };
  return { breaches: [...breaches, breach] };
}

function pickedWall({ points, done }: Measuring, { walls }: FloodForm, fromH: number): Pick<FloodForm, 'walls'> | null {
  if (!done || points.length < 2) return null;
  return { walls: [...walls, { id: nextId('wall', walls), line: points.map(placeOf), heightM: PICKED_WALL_M, fromH }] };
}

function nextId(kind: string, taken: readonly { id: string }[]): string {
  let number = taken.length + 1;
  while (taken.some(({ id }) => id === `${kind}-${number}`)) number++;
  return `${kind}-${number}`;
}
