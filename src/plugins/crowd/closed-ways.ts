import type { Point } from '../../../model/geo/plane/point.ts';
import type { LineSample } from '../../../model/runs/field.ts';
import type { CrowdForm, CrowdLine } from './slice.ts';

/** The ground around closed ways on which their detour is walked. */
const AROUND_M = 120;
const PEOPLE_PER_M2 = 0.02;

/** A form with the edges of closed ground as barriers, on the ground around it. */
export function formAround({ lines }: LineSample): Pick<CrowdForm, 'place' | 'lines' | 'exits'> {
  const points = lines.flatMap((line) => line.points);
  const eastM = points.map(([east]) => east);
  const northM = points.map(([, north]) => north);
  const area = {
    westM: Math.min(...eastM) - AROUND_M,
    southM: Math.min(...northM) - AROUND_M,
    eastM: Math.max(...eastM) + AROUND_M,
    northM: Math.max(...northM) + AROUND_M,
  };
  return { place: { kind: 'area', area, perM2: PEOPLE_PER_M2 }, lines: lines.flatMap(barriersOf), exits: [] };
}

/** Each stretch between two points is a barrier; a ring comes with its first point at its end. */
const barriersOf = ({ id, points }: LineSample['lines'][number]): CrowdLine[] =>
  points.slice(1).map((to, i) => ({ id: `${id}-${i + 1}`, kind: 'barrier', from: points[i], to }));

/** The whole edge of closed ground as barriers; corners that lie closer together are one, for no barrier may be shorter than a passage. */
export function fenceOf(id: string, ring: readonly Point[]): CrowdLine[] {
  const corners: Point[] = [];
  for (const corner of ring) if (corners.every((one) => distance(one, corner) >= CORNER_GAP_M)) corners.push(corner);
  return corners.length < 3 ? [] : barriersOf({ id, points: [...corners, corners[0]] });
}

const CORNER_GAP_M = 1;
const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(ax - bx, ay - by);
