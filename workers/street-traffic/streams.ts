import { laneSectionOf, MIN_MARKED_ROAD_M } from '../../model/roads/lane-section.ts';
import type { RoadClass, RoadNetwork, RoadSegment } from '../../model/roads/road-network.ts';
import { sha256 } from '../../model/sha256.ts';
import { AMBER_S, CYCLE_S, type Drive, driveLane, type StopLine } from './drive.ts';
import type { TrafficStreams } from './engine-types.ts';
import { bearingDeg, rankOf, type StrokePart, strokesOf, turnDeg } from './strokes.ts';

/** Vehicles a lane and hour in the rush hour by class: assumptions of this project, for a picture and no forecast. */
const PEAK_PER_H: Readonly<Partial<Record<RoadClass, number>>> = {
  motorway: 900,
  expressway: 700,
  primary: 400,
  secondary: 240,
  tertiary: 160,
  link: 120,
  local: 80,
  residential: 40,
};
/** A car; a bus or a truck, of which there is one among so many. */
const CAR_M = 4.6;
const LONG_M = 11.3;
const ONE_LONG_AMONG = 14;
/** Nobody drives as fast as is allowed all the way. */
const FREE_RATIO = 0.85;
const EVERY_M = 5;
/** A street that ends at another is turned into. */
const TURN_MPS = 5;
/** Stop lines as roads are painted (`tiles/road-marks`): before a crossing where the road is wide enough for one. */
const CROSSING = { leastRoadM: 9, offM: 1.5, lengthM: 5, gapM: 1.95 };
/** Less room than for two cars behind the last crossing: a line there would hold everybody in it. */
const MIN_ROOM_M = 15;
const MIN_PATH_M = 30;
/** Streets above these in rank are crossed by none on their level. */
const FREE_RANK = 1;
/** Green goes on along the wider street of a junction at this speed, towards the east and the north. */
const WAVE_MPS = 12;
const MAIN_SHARE = 0.55;
/** All wait so long after amber, until a wide crossing is empty. */
const CLEAR_S = 5;

/** A stroke in one direction. */
interface Path {
  parts: StrokePart[];
  lanes: number;
  lengthM: number;
  /** Distance of the start of each part along the path. */
  fromM: number[];
}

/** The city's traffic of a rush hour as it repeats itself. `upAt`: the ground in the city's frame; `upOf`: of an elevation. */
export function trafficStreams(
  network: Pick<RoadNetwork, 'segments' | 'junctions'>,
  upAt: (x: number, y: number) => number,
  upOf: (elevationM: number, x: number, y: number) => number,
): TrafficStreams {
  const meeting: RoadSegment[][] = network.junctions.map(() => []);
  for (const segment of network.segments)
    if (Number.isFinite(rankOf(segment))) {
      meeting[segment.from].push(segment);
      meeting[segment.to].push(segment);
    }
  const paths = strokesOf(network).flatMap(pathsOf);
  const out = new StreamWriter();
  for (const path of paths) {
    const number = out.path(path, placesOf(path, upAt, upOf));
    const stops = stopsOf(path, meeting, network.junctions);
    const ends = [path.parts[0], path.parts[path.parts.length - 1]].map((part) => part.segment);
    const isOpenEnded = ends.some(({ class: kind }) => kind === 'motorway' || kind === 'expressway');
    const speeds = path.parts.map(({ segment }) => (segment.speedKmPerH / 3.6) * FREE_RATIO);
    const lane = {
      lengthM: path.lengthM,
      stops,
      endSpeedMps: isOpenEnded ? Math.max(...speeds) : TURN_MPS,
      speedAt: (placeM: number) => speeds[partAt(path, placeM)],
    };
    const peak = Math.max(...path.parts.map(({ segment }) => PEAK_PER_H[segment.class] ?? 0));
    const count = Math.max(1, Math.round((peak * CYCLE_S) / 3600));
    // The seconds at which lanes begin differ, by the golden section: no row of cars side by side.
    for (let k = 0; k < path.lanes; k++)
      out.lane(
        number,
        k,
        driveLane(lane, count, (((number + 1) * 0.618 + k * 0.382) % 1) * CYCLE_S, vehiclesOn(number, k)),
      );
  }
  return out.streams();
}

/** Long vehicles come in turn, elsewhere in the row on each lane. */
const vehiclesOn =
  (path: number, lane: number) =>
  (car: number): number =>
    (7 * path + 3 * lane + car) % ONE_LONG_AMONG === 0 ? LONG_M : CAR_M;

/** Both directions of a stroke, or the one that is driven. */
function pathsOf(stroke: StrokePart[]): Path[] {
  const back = stroke.map(({ segment, isForward }) => ({ segment, isForward: !isForward })).reverse();
  const isDriven = ({ segment: { direction }, isForward }: StrokePart) =>
    direction === 'both' || (direction === 'along') === isForward;
  return [stroke, back]
    .filter((parts) => isDriven(parts[0]))
    .map((parts) => {
      const fromM = [0];
      for (const { segment } of parts) fromM.push(fromM[fromM.length - 1] + lengthOf(segment));
      const lanes = Math.min(...parts.map(({ segment }) => laneSectionOf(segment).lanes));
      return { parts, lanes, lengthM: fromM[parts.length], fromM: fromM.slice(0, -1) };
    })
    .filter(({ lengthM }) => lengthM >= MIN_PATH_M);
}

const lengthOf = ({ points }: RoadSegment): number =>
  points.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - points[i][0], y - points[i][1]), 0);

function partAt({ fromM }: Path, placeM: number): number {
  let i = fromM.length - 1;
  while (i > 0 && fromM[i] > placeM) i--;
  return i;
}

/** Returns the length of one part of a path. */
const partLengthM = ({ fromM, lengthM }: Path, i: number): number => (fromM[i + 1] ?? lengthM) - fromM[i];

/** Where a path is left at red: before every crossing with a street that is wide enough, its own end among them. */
function stopsOf(path: Path, meeting: readonly RoadSegment[][], junctions: RoadNetwork['junctions']): StopLine[] {
  const stops: StopLine[] = [];
  for (const [i, { segment, isForward }] of path.parts.entries()) {
    if (rankOf(segment) <= FREE_RANK) continue;
    const at = isForward ? segment.to : segment.from;
    const next = path.parts[i + 1]?.segment;
    const others = meeting[at].filter(
      (other) => other !== segment && other !== next && other.widthM >= MIN_MARKED_ROAD_M,
    );
    if (others.length === 0 || others.every((other) => rankOf(other) <= FREE_RANK)) continue;
    const endM = path.fromM[i] + partLengthM(path, i);
    const crossingM = segment.widthM >= CROSSING.leastRoadM ? CROSSING.lengthM + CROSSING.gapM : 2;
    const halfM = Math.max(...others.map(({ widthM }) => widthM)) / 2 + CROSSING.offM + crossingM;
    const atM = endM - halfM;
    if (atM - (stops[stops.length - 1]?.clearM ?? 0) < MIN_ROOM_M) continue;
    const { points } = segment;
    const last = points.length - 1;
    const comingDeg = isForward ? bearingDeg(points[last - 1], points[last]) : bearingDeg(points[1], points[0]);
    stops.push({ atM, clearM: endM + halfM, ...greenOf(at, comingDeg, meeting, junctions) });
  }
  return stops;
}

/** When who comes from there has green: the junction's widest street and what runs along it first, then what crosses. */
function greenOf(
  junction: number,
  comingDeg: number,
  meeting: readonly RoadSegment[][],
  junctions: RoadNetwork['junctions'],
): Pick<StopLine, 'greenFromS' | 'greenS'> {
  const main = [...meeting[junction]].sort(
    (a, b) => rankOf(a) - rankOf(b) || b.widthM - a.widthM || (a.id < b.id ? -1 : 1),
  )[0];
  const last = main.points.length - 1;
  const mainDeg =
    main.from === junction
      ? bearingDeg(main.points[0], main.points[1])
      : bearingDeg(main.points[last - 1], main.points[last]);
  const bentDeg = turnDeg(comingDeg, mainDeg);
  const isMain = Math.min(bentDeg, 180 - bentDeg) <= 45;
  const [eastM, northM] = junctions[junction];
  const waveS = (((eastM + northM) / WAVE_MPS) % CYCLE_S) + CYCLE_S;
  const mainS = Math.round(MAIN_SHARE * CYCLE_S);
  return isMain
    ? { greenFromS: Math.round(waveS) % CYCLE_S, greenS: mainS - AMBER_S - CLEAR_S }
    : { greenFromS: (Math.round(waveS) + mainS) % CYCLE_S, greenS: CYCLE_S - mainS - AMBER_S - CLEAR_S };
}

/** Places every few metres with their lanes: east, north, up, beginning of the first lane, width of lanes. */
function placesOf(
  path: Path,
  upAt: (x: number, y: number) => number,
  upOf: (elevationM: number, x: number, y: number) => number,
): { places: number[]; segments: string[] } {
  const { parts, lengthM, fromM } = path;
  const places: number[] = [];
  const segments: string[] = [];
  const count = Math.ceil(lengthM / EVERY_M) + 1;
  let part = 0;
  for (let k = 0; k < count; k++) {
    const atM = Math.min(lengthM, k * EVERY_M);
    while (part + 1 < parts.length && fromM[part + 1] <= atM) part++;
    const { segment, isForward } = parts[part];
    const ownM = atM - fromM[part];
    const alongM = isForward ? ownM : partLengthM(path, part) - ownM;
    const [x, y] = pointAlong(segment.points, alongM);
    const upM = segment.levels ? upOf(levelAlong(segment.levels, alongM), x, y) : upAt(x, y);
    const { firstM, laneM } = laneSectionOf(segment);
    places.push(x, y, upM, firstM, laneM);
    segments.push(segment.id);
  }
  return { places, segments };
}

function pointAlong(points: RoadSegment['points'], alongM: number): readonly [number, number] {
  let left = alongM;
  for (let i = 1; i < points.length; i++) {
    const [x, y] = points[i - 1];
    const [toX, toY] = points[i];
    const longM = Math.hypot(toX - x, toY - y);
    if (left <= longM && longM > 0) return [x + ((toX - x) * left) / longM, y + ((toY - y) * left) / longM];
    left -= longM;
  }
  return points[points.length - 1];
}

/** Straight between the stated levels. */
function levelAlong(levels: NonNullable<RoadSegment['levels']>, alongM: number): number {
  const after = levels.findIndex(([atM]) => atM >= alongM);
  if (after < 0) return levels[levels.length - 1][1];
  if (after === 0) return levels[0][1];
  const [fromM, low] = levels[after - 1];
  const [toM, high] = levels[after];
  return toM > fromM ? low + ((high - low) * (alongM - fromM)) / (toM - fromM) : high;
}

/** Puts paths, lanes and drives one after another. */
class StreamWriter {
  private readonly firstPlace = [0];
  private readonly places: number[][] = [];
  private readonly lengthM: number[] = [];
  private readonly placeSegment: number[] = [];
  private readonly numberOf = new Map<string, number>();
  private readonly lanePath: number[] = [];
  private readonly laneNumber: number[] = [];
  private readonly firstDrive = [0];
  private readonly drives: Drive[] = [];

  path({ lengthM }: Path, { places, segments }: { places: number[]; segments: string[] }): number {
    this.places.push(places);
    this.firstPlace.push(this.firstPlace[this.firstPlace.length - 1] + segments.length);
    this.lengthM.push(lengthM);
    for (const id of segments) {
      const number = this.numberOf.get(id) ?? this.numberOf.size;
      this.numberOf.set(id, number);
      this.placeSegment.push(number);
    }
    return this.places.length - 1;
  }

  lane(path: number, number: number, drives: readonly Drive[]): void {
    this.lanePath.push(path);
    this.laneNumber.push(number);
    for (const drive of drives) this.drives.push(drive);
    this.firstDrive.push(this.drives.length);
  }

  streams(): TrafficStreams {
    const places = Float32Array.from(this.places.flat());
    const firstMoment = new Uint32Array(this.drives.length + 1);
    for (const [i, { placesM }] of this.drives.entries()) firstMoment[i + 1] = firstMoment[i] + placesM.length;
    const momentsM = new Float32Array(firstMoment[this.drives.length]);
    for (const [i, { placesM }] of this.drives.entries()) momentsM.set(placesM, firstMoment[i]);
    const arrays = {
      firstPlace: Uint32Array.from(this.firstPlace),
      places,
      lengthM: Float32Array.from(this.lengthM),
      placeSegment: Uint32Array.from(this.placeSegment),
      lanePath: Uint32Array.from(this.lanePath),
      laneNumber: Uint8Array.from(this.laneNumber),
      firstDrive: Uint32Array.from(this.firstDrive),
      startS: Int32Array.from(this.drives, ({ startS }) => startS),
      vehicleM: Float32Array.from(this.drives, ({ lengthM }) => lengthM),
      firstMoment,
      momentsM,
    };
    const bytes = Object.values(arrays).map((one) => new Uint8Array(one.buffer));
    return { cycleS: CYCLE_S, everyM: EVERY_M, segments: [...this.numberOf.keys()], ...arrays, hash: sha256(bytes) };
  }
}
