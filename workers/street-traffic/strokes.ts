import type { RoadClass, RoadNetwork, RoadSegment } from '../../model/roads/road-network.ts';

/** Classes that vehicles are drawn on, from the widest down: a place in this list is the rank of a class. */
const DRIVEN: readonly RoadClass[] = [
  'motorway',
  'expressway',
  'primary',
  'secondary',
  'tertiary',
  'link',
  'local',
  'residential',
];

/** Bent less than this a street goes straight on over a junction. */
const MAX_BEND_DEG = 45;

/** Rank of a class; Infinity: nobody is drawn on it. */
export function rankOf({ class: kind, form, isPrivate }: RoadSegment): number {
  const at = DRIVEN.indexOf(kind);
  return at < 0 || isPrivate || form === 'tunnel' ? Number.POSITIVE_INFINITY : at;
}

/** A segment as a stroke goes over it. */
export interface StrokePart {
  segment: RoadSegment;
  isForward: boolean;
}

/** Where a segment meets a junction, and the direction in which it leaves it, degrees clockwise from north. */
interface Arm {
  segment: RoadSegment;
  isStart: boolean;
  awayDeg: number;
}

/** Bearing of one point from another. */
export function bearingDeg([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]): number {
  return (Math.atan2(toX - x, toY - y) * 180) / Math.PI;
}

/** Between two bearings, 0 to 180. */
export function turnDeg(a: number, b: number): number {
  return Math.abs(((((a - b) % 360) + 540) % 360) - 180);
}

/**
 * Streets as they go straight on over their junctions (strokes by good continuation: Thomson and Richardson 1999): at each junction the arms
 * that are bent least against one another are joined first, of one name before others. One-way roads join only as they are driven.
 */
export function strokesOf({ segments, junctions }: Pick<RoadNetwork, 'segments' | 'junctions'>): StrokePart[][] {
  const driven = segments.filter((segment) => Number.isFinite(rankOf(segment)));
  const arms: Arm[][] = junctions.map(() => []);
  for (const segment of driven) {
    const { points, from, to } = segment;
    arms[from].push({ segment, isStart: true, awayDeg: bearingDeg(points[0], points[1]) });
    const last = points.length - 1;
    arms[to].push({ segment, isStart: false, awayDeg: bearingDeg(points[last], points[last - 1]) });
  }
  const onward = new Map<string, Arm>();
  for (const here of arms) for (const [a, b] of joined(here)) onward.set(keyOf(a), b).set(keyOf(b), a);
  const isTaken = new Set<RoadSegment>();
  const strokes: StrokePart[][] = [];
  const follow = (segment: RoadSegment, isForward: boolean): StrokePart[] => {
    const parts: StrokePart[] = [];
    for (let part: StrokePart | null = { segment, isForward }; part && !isTaken.has(part.segment); ) {
      isTaken.add(part.segment);
      parts.push(part);
      const next = onward.get(keyOf({ segment: part.segment, isStart: !part.isForward }));
      part = next ? { segment: next.segment, isForward: next.isStart } : null;
    }
    return parts;
  };
  const begins = ({ segment, isStart }: Pick<Arm, 'segment' | 'isStart'>) => !onward.has(keyOf({ segment, isStart }));
  for (const segment of driven) {
    if (isTaken.has(segment)) continue;
    if (begins({ segment, isStart: true })) strokes.push(follow(segment, true));
    else if (begins({ segment, isStart: false })) strokes.push(follow(segment, false));
  }
  // What is left goes in rings.
  for (const segment of driven) if (!isTaken.has(segment)) strokes.push(follow(segment, true));
  return strokes;
}

const keyOf = ({ segment, isStart }: Pick<Arm, 'segment' | 'isStart'>): string => `${segment.id} ${isStart ? 0 : 1}`;

/** Pairs of arms that are one street. */
function joined(arms: readonly Arm[]): [Arm, Arm][] {
  const pairs = arms.flatMap((a, i) =>
    arms
      .slice(i + 1)
      .filter((b) => b.segment !== a.segment && mayJoin(a, b))
      .map((b) => {
        const isOneName = a.segment.name.zh !== '' && a.segment.name.zh === b.segment.name.zh;
        return { a, b, isOneName, bendDeg: 180 - turnDeg(a.awayDeg, b.awayDeg) };
      }),
  );
  const usable = pairs.filter(({ bendDeg }) => bendDeg <= MAX_BEND_DEG);
  usable.sort(
    (one, other) =>
      Number(other.isOneName) - Number(one.isOneName) ||
      one.bendDeg - other.bendDeg ||
      (keyOf(one.a) + keyOf(one.b) < keyOf(other.a) + keyOf(other.b) ? -1 : 1),
  );
  const isTaken = new Set<Arm>();
  return usable.flatMap(({ a, b }): [Arm, Arm][] => {
    if (isTaken.has(a) || isTaken.has(b)) return [];
    isTaken.add(a).add(b);
    return [[a, b]];
  });
}

function mayJoin(a: Arm, b: Arm): boolean {
  const one = a.segment.direction;
  const other = b.segment.direction;
  if (one === 'both' || other === 'both') return one === other;
  const comes = ({ segment, isStart }: Arm) => (segment.direction === 'along') !== isStart;
  return comes(a) !== comes(b);
}
