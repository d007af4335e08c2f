import Flatbush from 'flatbush';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { type Line, lineOf, nearestOn } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { LeftOut, RoadSegment } from '../../model/roads/road-network.ts';
import { mayUse, VEHICLES } from '../../model/roads/vehicles.ts';
import { textAt } from '../columns.ts';
import type { LayerInput } from '../model.ts';
import { MAX_LANES } from './road-widths.ts';
import { CLASS_COLUMNS, type NetStreet, type RoadLine, texts } from './street-net.ts';

const KM_PER_MILE = 1.609344;
/** What OpenStreetMap calls a signal for vehicles, as a point on a road. */
const SIGNAL = 'traffic_signals';
/** A signal farther than this from the lines of all roads for cars stands at none. */
const SIGNAL_REACH_M = 15;
/** No limit holds: the road's class tells how fast one drives. */
const NO_LIMIT = 'none';
const DIRECTIONS = new Set(['', 'yes', 'true', '1', 'no', 'false', '0', '-1', 'reverse']);

/** A ban of a turn that names a line or a place which the network does not have; `at` is null where it tells no place. */
export interface UnfitTurn {
  street: NetStreet;
  text: string;
  at: Point | null;
}

/** Reads `3`; of several numbers (`2;3`) the smallest holds, since nobody says where the road has more. Null: it is no number of lanes. */
export function lanesOf(text: string): number | null {
  const lanes = smallestOf(text, Number);
  return lanes !== null && Number.isInteger(lanes) && lanes <= MAX_LANES ? lanes : null;
}

/** Reads `50`, `30 mph`; of several (`50;30`) the lowest holds. Null for what is no number: `none`, `signals`, a country's rule. */
export const speedOf = (text: string): number | null => smallestOf(text, oneSpeedOf);

function oneSpeedOf(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?) ?(mph|km\/h|kmh|kph)?$/i.exec(text) ?? [];
  return Number(digits) * (unit?.toLowerCase() === 'mph' ? KM_PER_MILE : 1);
}

/** Returns the smallest of the values that semicolons part; null where one of them is none. */
function smallestOf(text: string, read: (part: string) => number): number | null {
  const values = text.split(';').map((part) => read(part.trim()));
  return values.every((value) => value > 0) ? Math.min(...values) : null;
}

/** Holds what a network was made of, and what of it could not be taken. */
interface Made {
  layers: readonly LayerInput[];
  origin: LonLat;
  streets: readonly NetStreet[];
  /** One is made of each street, in the same order. */
  segments: readonly RoadSegment[];
  /** Lines of roads for cars of which no street could be made. */
  endless: readonly RoadLine[];
  turns: readonly UnfitTurn[];
}

/** Lists what of the data is not in the network as it was written, each with what was taken in its place; of roads for cars alone. */
export function leftOutOf({ layers, origin, streets, segments, endless, turns }: Made): LeftOut[] {
  const [car] = VEHICLES;
  const isDriven = ({ class: kind }: Pick<RoadSegment, 'class'>) => mayUse(car, kind, false);
  const driven = streets.flatMap((street, i) => (isDriven(segments[i]) ? [{ street, segment: segments[i] }] : []));
  // A road in several pieces has each of its values once.
  const values = new Map<string, LeftOut>();
  for (const { street, segment } of driven)
    for (const found of valuesOf(street, segment)) {
      const key = `${found.kind} ${street.road}`;
      if (!values.has(key)) values.set(key, found);
    }
  return [
    ...values.values(),
    ...turns.map(({ street, text, at }) => noteOf('turn', street, { text, at: at ?? street.points[0] })),
    ...endless.map((line) =>
      noteOf(line.points.length > 1 ? 'loop' : 'zero', line, {
        text: `${Math.round(lineOf(line.points).lengthM)}`,
        at: line.points[line.points.length >> 1],
      }),
    ),
    ...signalsOff(
      layers,
      origin,
      driven.map(({ street }) => lineOf(street.points)),
    ),
  ];
}

/** Lists values of a street that are no plain ones. */
function valuesOf(street: NetStreet, { lanes, speedKmPerH }: RoadSegment): LeftOut[] {
  const at = street.points[street.points.length >> 1];
  const found: LeftOut[] = [];
  const lanesText = street.attributeOf('lanes').trim();
  if (lanesText !== '' && (lanesOf(lanesText) === null || lanesText.includes(';')))
    found.push(noteOf('lanes', street, { text: lanesText, at, taken: `${lanes}` }));
  const speedText = street.attributeOf('maxspeed').trim();
  if (speedText !== '' && speedText !== NO_LIMIT && (speedOf(speedText) === null || speedText.includes(';')))
    found.push(noteOf('maxspeed', street, { text: speedText, at, taken: `${Math.round(speedKmPerH)}` }));
  const wayText = street.attributeOf('oneway').trim();
  if (!DIRECTIONS.has(wayText.toLowerCase())) found.push(noteOf('oneway', street, { text: wayText, at }));
  return found;
}

/** Lists signals on points of the city's layers that stand at no road. */
function signalsOff(layers: readonly LayerInput[], origin: LonLat, roads: readonly Line[]): LeftOut[] {
  const signals = layers.flatMap((layer) => signalsOf(layer, origin));
  if (signals.length === 0 || roads.length === 0) return [];
  const boxes = new Flatbush(roads.length);
  for (const { points } of roads) {
    const east = points.map(([x]) => x);
    const north = points.map(([, y]) => y);
    boxes.add(Math.min(...east), Math.min(...north), Math.max(...east), Math.max(...north));
  }
  boxes.finish();
  const stands = ([x, y]: Point) =>
    boxes
      .search(x - SIGNAL_REACH_M, y - SIGNAL_REACH_M, x + SIGNAL_REACH_M, y + SIGNAL_REACH_M)
      .some((i) => Math.abs(nearestOn(roads[i], x, y).offsetM) <= SIGNAL_REACH_M);
  return signals
    .filter(({ at }) => !stands(at))
    .map(({ id, name, at }) => noteOf('signal', { road: id, name, nameEn: '' }, { text: id, at }));
}

function signalsOf({ state, features }: LayerInput, origin: LonLat): { id: string; name: string; at: Point }[] {
  const { geometry, columns, ids, count } = features;
  if (geometry.kind !== 'point' || state !== 'existing') return [];
  const classOf = texts(columns, CLASS_COLUMNS);
  const nameOf = texts(columns, ['name']);
  return Array.from({ length: count }, (_, row) => row)
    .filter((row) => classOf(row) === SIGNAL)
    .map((row) => {
      const [lonDeg, latDeg] = geometry.lonLatDeg.subarray(2 * row, 2 * row + 2);
      const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
      return { id: textAt(ids, row), name: nameOf(row), at: [x, y] };
    });
}

function noteOf(
  kind: LeftOut['kind'],
  { road, name, nameEn }: Pick<RoadLine, 'road' | 'name' | 'nameEn'>,
  { text, at, taken = '' }: { text: string; at: Point; taken?: string },
): LeftOut {
  return { kind, road, name: { zh: name, en: nameEn || name }, at: [cm(at[0]), cm(at[1])], text, taken };
}

const cm = (m: number): number => Math.round(m * 100) / 100;
