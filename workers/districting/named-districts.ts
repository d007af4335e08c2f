import { isAreaLayer, openAreas } from '../../model/city/layer-areas.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import { type DistrictsRequest, MAX_DISTRICTS } from '../../model/questions/districts.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import type { Pause } from '../shared/engine.ts';
import { facilitiesOf } from '../shared/facilities.ts';
import type { ServedThing } from '../shared/serving-things.ts';
import { placesOn, type WalkedCity } from '../shared/walked-city.ts';
import { MINUTE_IN_MS, WalkingTimes } from '../shared/walking-times.ts';
import type { WayPlace } from '../shared/way-index.ts';
import { type GroundSquares, squareAt } from './ground-squares.ts';
import { districtsMessage } from './messages.ts';

/** Farther from every way nobody walks from a square or to a place. */
const WALK_TO_WAY_M = 500;

/** Districts by their names, and where each square belongs today. */
export interface NamedDistricts {
  names: { id: string; name: Text }[];
  /** −1: in none. Null: there are no districts. */
  today: Int32Array | null;
  /** The places that districts lie about; null: they have none. */
  seats: Seats | null;
  /** Areas or places that get no district, for no square is theirs, another place has it, or no way leads there. */
  leftOut: number;
}

/** Places that serve, with minutes on foot to each, district by district. */
interface Seats {
  places: readonly ServedThing[];
  squares: readonly number[];
  minutes: Float32Array;
}

/** Finds the districts that a question begins with. Null: stopped. */
export async function namedDistricts(
  city: WalkedCity,
  request: DistrictsRequest,
  ground: GroundSquares,
  pause: Pause,
): Promise<NamedDistricts | null> {
  const { from } = request;
  const found =
    from.by === 'count'
      ? freshNames(from.count)
      : from.by === 'areas'
        ? await areasOf(city, from.layer, ground)
        : await seatsOf(city, request, await facilitiesOf(city.known, from.of), ground, pause);
  const count = found?.names.length ?? 0;
  if (found && (count < 2 || count > Math.min(MAX_DISTRICTS, ground.load.length)))
    throw new MessageError(districtsMessage('too-few', { count, most: MAX_DISTRICTS }));
  return found;
}

function freshNames(count: number): NamedDistricts {
  const names = Array.from({ length: count }, (_, i) => {
    const id = String(i + 1);
    return { id, name: { zh: id, en: id } };
  });
  return { names, today: null, seats: null, leftOut: 0 };
}

async function areasOf({ known }: WalkedCity, id: string, ground: GroundSquares): Promise<NamedDistricts> {
  const layer = known.manifest.layers.find((one) => one.id === id);
  if (!layer || !isAreaLayer(layer)) throw new MessageError(districtsMessage('no-areas', { layer: id }));
  const read = (path: string) => known.read(path);
  const areas = await openAreas(layer, read);
  const rows = await openRows(layer, read, []);
  const rowOf = Array.from(ground.eastM, (east, square) => areas.at(east, ground.northM[square]));
  const met = [...new Set(rowOf.filter((row) => row !== null))].sort((a, b) => a - b);
  const districtOf = new Map(met.map((row, district) => [row, district]));
  return {
    names: met.map((row) => {
      const thing = rows.thing(row);
      return { id: thing.id, name: thing.name };
    }),
    today: Int32Array.from(rowOf, (row) => (row === null ? -1 : (districtOf.get(row) ?? -1))),
    seats: null,
    leftOut: layer.count - met.length,
  };
}

async function seatsOf(
  city: WalkedCity,
  request: DistrictsRequest,
  all: readonly ServedThing[],
  ground: GroundSquares,
  pause: Pause,
): Promise<NamedDistricts | null> {
  const { net } = city.openNet(request);
  const placeOf = placesOn(net, WALK_TO_WAY_M);
  const taken = new Set<number>();
  const on = all.flatMap((place) => {
    const way = placeOf(place.atM);
    const square = squareAt(ground, place.atM);
    if (!way || square < 0 || taken.has(square)) return [];
    taken.add(square);
    return [{ place, way, square }];
  });
  const ends = Array.from(ground.eastM, (east, square) => placeOf([east, ground.northM[square]]));
  const minutes = new Float32Array(on.length * ends.length);
  for (const [district, { way }] of on.entries()) {
    if (await pause(district / on.length)) return null;
    const row = minutesTo(new WalkingTimes(net, [way], 'to'), ends, request.farMin);
    minutes.set(row, district * ends.length);
  }
  return {
    names: on.map(({ place: { id, name } }) => ({ id, name })),
    today: nearest(minutes, ends.length),
    seats: { places: on.map(({ place }) => place), squares: on.map(({ square }) => square), minutes },
    leftOut: all.length - on.length,
  };
}

const minutesTo = (times: WalkingTimes, ends: readonly (WayPlace | null)[], farMin: number): Float32Array =>
  Float32Array.from(ends, (end) => {
    const reach = end && times.of(end);
    return reach ? Math.min(farMin, reach.ms / MINUTE_IN_MS) : farMin;
  });

/** District of each square whose place is nearest, the first of those as near. */
function nearest(minutes: Float32Array, squares: number): Int32Array {
  const districts = minutes.length / squares;
  return Int32Array.from({ length: squares }, (_, square) => {
    let least = 0;
    for (let district = 1; district < districts; district++)
      if (minutes[district * squares + square] < minutes[least * squares + square]) least = district;
    return least;
  });
}
