import * as v from 'valibot';
import { cityMessage } from '../city/city-messages.ts';
import { GridError, parseAs } from '../city/grid.ts';
import { enuFromLonLat } from '../geo/enu.ts';
import type { LonLat } from '../geo/lon-lat.ts';
import { CAPABILITIES, VEHICLE_KINDS } from './vehicle-kinds.ts';

/**
 * Teams, vehicles and stock that can be sent in an emergency, and places that take people in: `resources.json` of a city. Places are either
 * `at`, east and north in metres of the city's origin, or `lonLat`, WGS 84 degrees. Vehicles are where their team is unless the file says
 * otherwise.
 */
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Name = v.object({ zh: v.string(), en: v.string() });
const Metres = v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e7));
const Stock = v.record(v.string(), v.pipe(v.number(), v.minValue(0)));
const At = v.tuple([Metres, Metres]);
const Degrees = v.tuple([
  v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
]);
const place = { at: v.optional(At), lonLat: v.optional(Degrees) };
const STATES = ['free', 'busy', 'out'] as const;

const ResourcesFile = v.object({
  format: v.literal(1),
  teams: v.optional(
    v.array(
      v.object({
        id: Id,
        name: Name,
        kind: Id,
        ...place,
        people: v.optional(v.nullable(Count), null),
        stock: v.optional(Stock, {}),
      }),
    ),
    [],
  ),
  vehicles: v.optional(
    v.array(
      v.object({
        id: Id,
        team: Id,
        kind: v.picklist(VEHICLE_KINDS.map(({ id }) => id)),
        /** In the unit of its kind. */
        rating: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0))), null),
        state: v.optional(v.picklist(STATES), 'free'),
        /** In place of the project's assumption. */
        crew: v.optional(v.nullable(Count), null),
        capabilities: v.optional(v.nullable(v.array(v.picklist(CAPABILITIES))), null),
        /** Nobody said that it exists: it is supposed of its station. */
        supposed: v.optional(v.boolean(), false),
        ...place,
      }),
    ),
    [],
  ),
  stores: v.optional(v.array(v.object({ id: Id, name: Name, ...place, stock: Stock })), []),
  shelters: v.optional(
    v.array(
      v.object({
        id: Id,
        name: Name,
        ...place,
        capacity: Count,
        indoor: v.optional(v.nullable(v.boolean()), null),
        /** Above the level of the 100-year flood. */
        staysDry: v.optional(v.nullable(v.boolean()), null),
      }),
    ),
    [],
  ),
  hospitals: v.optional(
    v.array(v.object({ id: Id, name: Name, ...place, beds: v.optional(v.nullable(Count), null) })),
    [],
  ),
});

type Placed<T> = Omit<T, 'at' | 'lonLat'> & { at: [eastM: number, northM: number] };
type File = v.InferOutput<typeof ResourcesFile>;

/** A team at its base. */
type Team = Placed<File['teams'][number]>;
/** A vehicle or a set that a team brings. */
export type Vehicle = Placed<File['vehicles'][number]>;
/** Teams, what they drive, stores, shelters and hospitals of a city. */
export interface Resources {
  teams: Team[];
  vehicles: Vehicle[];
  stores: Placed<File['stores'][number]>[];
  shelters: Placed<File['shelters'][number]>[];
  hospitals: Placed<File['hospitals'][number]>[];
}

/** Parses `resources.json`; an error names the file, the place, what was expected and what came. */
export function parseResources(json: unknown, origin: LonLat, file = 'resources.json'): Resources {
  const { teams, vehicles, stores, shelters, hospitals } = parseAs(ResourcesFile, json, file);
  const all = Object.entries({ teams, vehicles, stores, shelters, hospitals });
  const ids = new Set<string>();
  for (const [list, items] of all)
    for (const [i, { id }] of items.entries()) {
      if (ids.has(id)) throw new GridError(cityMessage('id-twice', { file, list, i, id }));
      ids.add(id);
    }
  const placeIn = <T extends { at?: [number, number] | undefined; lonLat?: [number, number] | undefined }>(
    list: string,
    items: readonly T[],
  ): Placed<T>[] =>
    items.map(({ at, lonLat, ...rest }, i) => {
      if ((at === undefined) === (lonLat === undefined))
        throw new GridError(cityMessage(at ? 'two-places' : 'no-place', { file, place: `${list}.${i}` }));
      return { ...rest, at: at ?? fromDegrees(lonLat ?? [0, 0], origin) };
    });
  const placedTeams = placeIn('teams', teams);
  const baseOf = new Map(placedTeams.map(({ id, at }) => [id, at]));
  const placedVehicles = vehicles.map((vehicle, i) => {
    const base = baseOf.get(vehicle.team);
    if (!base)
      throw new GridError(cityMessage('unknown-team', { file, place: `vehicles.${i}.team`, id: vehicle.team }));
    return vehicle.at || vehicle.lonLat ? vehicle : { ...vehicle, at: base };
  });
  return {
    teams: placedTeams,
    vehicles: placeIn('vehicles', placedVehicles),
    stores: placeIn('stores', stores),
    shelters: placeIn('shelters', shelters),
    hospitals: placeIn('hospitals', hospitals),
  };
}

/** Ids of the vehicles that nobody said to exist. */
export function supposedUnits(resources: Resources | null): ReadonlySet<string> {
  return new Set(resources?.vehicles.flatMap(({ id, supposed }) => (supposed ? [id] : [])));
}

function fromDegrees([lonDeg, latDeg]: [number, number], origin: LonLat): [number, number] {
  const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
  return [eastM, northM];
}
