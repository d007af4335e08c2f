import { ratioOfDay, STREETS } from '../../../model/city/day-curves.ts';
import type { Box } from '../../../model/geo/plane/box.ts';
import { PLACE_NUMBERS } from '../../../model/roads/traffic-path.ts';
import { S_PER_H } from '../../../model/time.ts';
import type { TrafficStreams } from '../../../workers/street-traffic/engine-types.ts';
import { cityTime } from '../../kit/city-time.ts';
import { PLACED_NUMBERS, type Reach } from './placed.ts';

/** Forms by number: car, van, truck, bus. Of a hundred short vehicles so many are cars, of a hundred long ones trucks. */
const CARS = 88;
const TRUCKS = 45;
const LONGER_THAN_CAR_M = 8;
const BUS = 3;
/** Sums of the shares of colours, of a hundred: white, silver, grey, black, blue, red, green, sand. */
const COLOUR_SHARES = [38, 54, 70, 84, 90, 95, 98, 100];
const BUS_COLOURS = [4, 6, 5];

/** At the ends of a street vehicles grow and shrink over this much of the way. */
const GROWS_M = 6;

/** Share of the rush hour's traffic at an instant. */
export function trafficRatio(timeMs: number, zone: string): number {
  const { hour, minute, second, weekday } = cityTime(timeMs, zone);
  return ratioOfDay(STREETS, hour + (minute + second / 60) / (S_PER_H / 60), weekday === 0 || weekday === 6);
}

/** Number of vehicles that are on the streets at once in the rush hour. */
export const peakVehicles = ({ momentsM, cycleS, startS }: TrafficStreams): number =>
  Math.round((momentsM.length - startS.length) / cycleS);

/** Bounds of a path: west, south, east, north. */
/** Where those head, east and north, for whom a segment is closed; null: for all. */
export type ClosedHeading = readonly [east: number, north: number] | null;

/** A city's traffic, asked for what is near at an instant. */
export class TrafficMoments {
  private readonly streams: TrafficStreams;
  private readonly boxes: Box[];
  private readonly numberOf: ReadonlyMap<string, number>;
  private readonly isClosed: Uint8Array;
  private readonly headings = new Map<number, NonNullable<ClosedHeading>>();

  constructor(streams: TrafficStreams) {
    this.streams = streams;
    this.numberOf = new Map(streams.segments.map((id, number) => [id, number]));
    this.isClosed = new Uint8Array(streams.segments.length);
    this.boxes = Array.from(streams.lengthM, (_, path) => boxOf(streams, path));
  }

  /** Nobody drives on these segments from now on, or nobody who heads so. */
  close(segments: ReadonlyMap<string, ClosedHeading>): void {
    this.isClosed.fill(0);
    this.headings.clear();
    for (const [id, heading] of segments) {
      const number = this.numberOf.get(id);
      if (number === undefined) continue;
      this.isClosed[number] = 1;
      if (heading) this.headings.set(number, heading);
    }
  }

  /** Puts those within reach into `out`, in a fixed order, as many as there is room for; returns how many. `dayRatio`: of the rush hour. */
  near(timeMs: number, dayRatio: number, reach: Reach, out: Float32Array): number {
    const { cycleS, lanePath, firstDrive, startS, firstMoment } = this.streams;
    const timeS = timeMs / 1000;
    let count = 0;
    for (let lane = 0; lane < lanePath.length; lane++) {
      if (!reaches(reach, this.boxes[lanePath[lane]])) continue;
      for (let drive = firstDrive[lane]; drive < firstDrive[lane + 1]; drive++) {
        const lastsS = firstMoment[drive + 1] - firstMoment[drive] - 1;
        const newest = Math.floor((timeS - startS[drive]) / cycleS);
        for (let cycle = newest; timeS - startS[drive] - cycle * cycleS < lastsS; cycle--) {
          const chance = chanceOf(drive, cycle);
          if (chance / 2 ** 32 >= dayRatio) continue;
          if ((count + 1) * PLACED_NUMBERS > out.length) return count;
          if (this.put(lane, drive, timeS - startS[drive] - cycle * cycleS, chance, reach, out, count * PLACED_NUMBERS))
            count++;
        }
      }
    }
    return count;
  }

  private isShutTo(segment: number, dx: number, dy: number): boolean {
    const heading = this.headings.get(segment);
    return !heading || heading[0] * dx + heading[1] * dy > 0;
  }

  private put(
    lane: number,
    drive: number,
    sinceS: number,
    chance: number,
    { eastM, northM, reachM }: Reach,
    out: Float32Array,
    into: number,
  ): boolean {
    const { firstMoment, momentsM, vehicleM, lanePath, lengthM, everyM } = this.streams;
    const { firstPlace, placeSegment, places, laneNumber } = this.streams;
    const second = Math.floor(sinceS);
    const moment = firstMoment[drive] + second;
    const frontM = momentsM[moment] + (momentsM[moment + 1] - momentsM[moment]) * (sinceS - second);
    const placeM = frontM - vehicleM[drive] / 2;
    const path = lanePath[lane];
    const toEndM = lengthM[path] - placeM;
    if (placeM <= 0 || toEndM <= 0) return false;
    const last = firstPlace[path + 1] - firstPlace[path] - 2;
    const step = Math.min(last, Math.floor(placeM / everyM));
    const at = firstPlace[path] + step;
    const stepM = step === last ? lengthM[path] - last * everyM : everyM;
    const share = stepM > 0 ? Math.min(1, (placeM - step * everyM) / stepM) : 0;
    const a = at * PLACE_NUMBERS;
    const b = a + PLACE_NUMBERS;
    const mixed = (k: number) => places[a + k] + (places[b + k] - places[a + k]) * share;
    const dx = places[b] - places[a];
    const dy = places[b + 1] - places[a + 1];
    if (this.isClosed[placeSegment[at]] === 1 && this.isShutTo(placeSegment[at], dx, dy)) return false;
    const longM = Math.hypot(dx, dy);
    if (longM === 0) return false;
    const rightM = places[a + 3] + (laneNumber[lane] + 0.5) * places[a + 4];
    const east = mixed(0) + (dy / longM) * rightM;
    const north = mixed(1) - (dx / longM) * rightM;
    if ((east - eastM) ** 2 + (north - northM) ** 2 > reachM * reachM) return false;
    const form = formOf(vehicleM[drive], chance % 100);
    const paint = (chance >>> 8) % 100;
    out[into] = east;
    out[into + 1] = north;
    out[into + 2] = mixed(2);
    out[into + 3] = dx / longM;
    out[into + 4] = dy / longM;
    out[into + 5] = form;
    out[into + 6] =
      form === BUS ? BUS_COLOURS[paint % BUS_COLOURS.length] : COLOUR_SHARES.findIndex((most) => paint < most);
    out[into + 7] = Math.min(1, placeM / GROWS_M, toEndM / GROWS_M);
    out[into + 8] = 0;
    return true;
  }
}

function formOf(lengthM: number, percent: number): number {
  if (lengthM < LONGER_THAN_CAR_M) return percent < CARS ? 0 : 1;
  return percent < TRUCKS ? 2 : BUS;
}

function boxOf({ firstPlace, places }: TrafficStreams, path: number): Box {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let at = firstPlace[path]; at < firstPlace[path + 1]; at++) {
    const [x, y] = places.subarray(at * PLACE_NUMBERS, at * PLACE_NUMBERS + 2);
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

function reaches({ eastM, northM, reachM }: Reach, [west, south, east, north]: Box): boolean {
  return eastM + reachM >= west && eastM - reachM <= east && northM + reachM >= south && northM - reachM <= north;
}

/** A number of 32 bits for one vehicle, the same whenever it is asked for (the finaliser of MurmurHash3, public domain). */
function chanceOf(drive: number, cycle: number): number {
  let h = Math.imul(drive + 1, 0x9e3779b1) ^ Math.imul(cycle | 0, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
