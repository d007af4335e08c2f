import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { S_PER_H } from '../../../model/time.ts';
import type { Picking } from '../../twin/pick.ts';
import type { Twin } from '../../twin/twin.ts';
import { speedKmPerH, withSpeed } from './flood-storm.ts';
import { FLOOD_PICKER, type FloodBreach, type FloodForm, type FloodPicking, type FloodPlace } from './slice.ts';

/** A levee that gives way by hand: the widths of the planned one (20 m to 70 m in 1.5 h is what such banks do; Froehlich 2008, 待核). */
const PICKED_BREACH = { beginH: 0.5, growH: 1.5, widthM: 60 };
/** Three courses of sandbags or a board of the flood store. */
const PICKED_WALL_M = 1;
const MIN_SIDE_M = 40;

type ReadPoints = (pick: Picking, form: FloodForm, fromH: number) => Partial<FloodForm> | null;

const READERS: Record<FloodPicking, ReadPoints> = {
  area: pickedArea,
  storm: pickedStorm,
  breach: pickedBreach,
  wall: pickedWall,
};

/** The picker's points go into the form as soon as there are enough; picking then ends. */
export function followFloodPicks(twin: Twin): () => void {
  return twin.follow(
    ({ pick }) => pick,
    (pick, { floodForm, floodOrigin, changeFlood, endPicking }) => {
      if (pick?.owner !== FLOOD_PICKER || !floodForm) return;
      const read = Object.entries(READERS).find(([kind]) => kind === pick.kind)?.[1];
      const part = read?.(pick, floodForm, (floodOrigin?.timeS ?? 0) / S_PER_H);
      if (!part) return;
      changeFlood(part);
      endPicking(FLOOD_PICKER);
    },
  );
}

const placeOf = ({ enu: [eastM, northM] }: SurfacePoint): FloodPlace => [eastM, northM];

function pickedArea({ points }: Picking): Pick<FloodForm, 'area'> | null {
  if (points.length < 2) return null;
  const [[a, b], [c, d]] = [points[0], points[points.length - 1]].map(placeOf);
  const area = { westM: Math.min(a, c), southM: Math.min(b, d), eastM: Math.max(a, c), northM: Math.max(b, d) };
  return area.eastM - area.westM < MIN_SIDE_M || area.northM - area.southM < MIN_SIDE_M ? null : { area };
}

/** Whence and whither; it goes as fast as before. */
function pickedStorm({ points }: Picking, { rain }: FloodForm): Pick<FloodForm, 'rain'> | null {
  if (points.length < 2 || rain.kind !== 'moving') return null;
  const from = placeOf(points[0]);
  const to = placeOf(points[points.length - 1]);
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) < MIN_SIDE_M) return null;
  return { rain: withSpeed({ ...rain, from, to }, speedKmPerH(rain)) };
}

function pickedBreach({ points }: Picking, { breaches }: FloodForm, fromH: number): Pick<FloodForm, 'breaches'> | null {
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

function pickedWall({ points, done }: Picking, { walls }: FloodForm, fromH: number): Pick<FloodForm, 'walls'> | null {
  if (!done || points.length < 2) return null;
  return { walls: [...walls, { id: nextId('wall', walls), line: points.map(placeOf), heightM: PICKED_WALL_M, fromH }] };
}

function nextId(kind: string, taken: readonly { id: string }[]): string {
  let number = taken.length + 1;
  while (taken.some(({ id }) => id === `${kind}-${number}`)) number++;
  return `${kind}-${number}`;
}
