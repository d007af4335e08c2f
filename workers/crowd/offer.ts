import type { Walkable } from '../../model/city/grid.ts';
import type { Text } from '../../model/city/manifest.ts';
import type { AtHome } from '../../model/city/population.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type House, nearestGround } from './plan/houses.ts';
import { areaM2, boxOf, type Polygon } from './plan/polygon.ts';
import { type InBox, onSide, type StreetOf, sideNames } from './plan/street-names.ts';

/** West, south, east, north. */
export type BoxM = [westM: number, southM: number, eastM: number, northM: number];

/** The part of a city that is offered for a case, in ENU metres. */
export interface CrowdSite {
  area: { westM: number; southM: number; eastM: number; northM: number };
  /** The city tells where one walks; without it people walk on floor plans alone. */
  hasWalkable: boolean;
}

/** Ways out and gates of a box, as segments on a floor; and where people are told by the place, not by the square metre. */
export interface CrowdSiteOptions {
  exits: ExitOption[];
  gates: ExitOption[];
  stands: StandOption[];
  /** Homes of the houses whose middle lies in the box; null where the city does not state who lives where, and when they are at home. */
  homes: HomesOption | null;
  /** Walkable area of the ground floor in the box. */
  walkableM2: number;
}

/**
 * `edge`: a street that goes on beyond the box. `exit`: the city's own end. `shelter`, `station`: their doors. `gate`: of a stadium or
 * a hall, can be shut.
 */
export interface ExitOption {
  id: string;
  kind: 'edge' | 'exit' | 'shelter' | 'station' | 'gate';
  label: Text | null;
  floor: string;
  from: Point;
  to: Point;
  /** Which part of the box it belongs to: who is in another finds no way to it. */
  part: string;
}

/** A stand of seats or a platform that lies whole in the box: an area of the walkable ground whose people have a number of their own. */
export interface StandOption {
  id: string;
  kind: 'seats' | 'platform';
  label: Text | null;
  floor: string;
  outer: Point[];
  m2: number;
  /** What full means: its capacity as the city has it, else as many as `FULL_PER_M2` lets stand. */
  places: number;
  /** Which part of the box it belongs to. */
  part: string;
}

/** What the city knows of where people live, offered as a population. */
export interface HomesOption {
  atHome: AtHome;
  houses: HouseOption[];
}

/** A house from which people come out at `at`, on ground that a way out may be reached from. */
type HouseOption = House & {
  /** From the middle of the house. */
  wayM: number;
  /** Which part of the box it belongs to. */
  part: string;
};

/** Houses stand beside the ground that is walked; from farther off nobody knows the way that they take to it. */
const MAX_EXIT_DISTANCE_M = 200;
/** Kinds of ground that people come out onto. */
const OPEN_KINDS: readonly string[] = ['street', 'crossing', 'footway', 'plaza'];

/** A platform waits with 2 people/m²: above it Fruin (1971) has queueing at level E, bodies unavoidably near to touching. */
const FULL_PER_M2 = 2;

/** What can be told of a box, by the rule of `cityPart`: an area counts if its middle lies in the box. */
export function siteOptionsOf(
  { areas, doors, stairs }: Walkable,
  [westM, southM, eastM, northM]: BoxM,
  people: { atHome: AtHome; houses: readonly House[] } | null,
  streetOf: StreetOf,
): CrowdSiteOptions {
  const inBoxOf = ([ax, ay]: Point, [bx, by]: Point): InBox => [
    (ax + bx - westM - eastM) / (eastM - westM),
    (ay + by - southM - northM) / (northM - southM),
  ];
  const streetAt = (ids: readonly (string | null)[], [ax, ay]: Point, [bx, by]: Point): Text | null => {
    const street = ids.map((id) => (id === null ? null : streetOf(id))).find((name) => name !== null);
    return street ? onSide(street, inBoxOf([ax, ay], [bx, by])) : null;
  };
  const inBox = new Map<string, Walkable['areas'][number]>();
  const all = new Map(areas.map((area) => [area.id, area]));
  for (const area of areas) {
    const box = boxOf(area.outer as Point[]);
    const x = (box.westM + box.eastM) / 2;
    const y = (box.southM + box.northM) / 2;
    if (x >= westM && x <= eastM && y >= southM && y <= northM) inBox.set(area.id, area);
  }
  const partOf = partsOf([...inBox.keys()], [...doors, ...stairs.filter(({ kind }) => kind !== 'lift')]);
  const lines = doors.flatMap(({ id, from, to, a, b, kind, label }): ExitOption[] => {
    const one = inBox.get(from);
    const other = to === null ? undefined : inBox.get(to);
    const near = one ?? other;
    if (!near) return [];
    const line = { id, floor: near.level, from: a as Point, to: b as Point, part: partOf(near.id) };
    const named = label ?? one?.label ?? other?.label ?? null;
    if (to === null) return [{ ...line, kind: 'exit', label: named ?? streetAt([from], a as Point, b as Point) }];
    if (!one || !other)
      return all.get(one ? to : from)?.level === near.level
        ? [{ ...line, kind: 'edge', label: named ?? streetAt([near.id, from, to], a as Point, b as Point) }]
        : [];
    if (kind === 'shelter') return [{ ...line, kind, label: named }];
    if (kind === 'gate' || kind === 'turnstile') return [{ ...line, kind: 'gate', label: named }];
    return kind === 'door' && (one.kind === 'room' || other.kind === 'room')
      ? [{ ...line, kind: 'station', label: named }]
      : [];
  });
  const ground = [...inBox.values()].filter(({ level }) => level === 'ground');
  const exits = withNames(
    lines.filter(({ kind }) => kind !== 'gate'),
    inBoxOf,
  );
  const leaving = new Set(exits.map(({ part }) => part));
  const open = ground
    .filter(({ id, kind }) => OPEN_KINDS.includes(kind) && leaving.has(partOf(id)))
    .map(({ id, outer, holes }) => ({ id, polygon: { outer, holes } as Polygon }));
  const besideOf = nearestGround(people ? open : []);
  const isWithin = ([x, y]: Point): boolean => x >= westM && x <= eastM && y >= southM && y <= northM;
  return {
    homes: people && {
      atHome: people.atHome,
      houses: people.houses.flatMap((house): HouseOption[] => {
        const beside = isWithin(house.at) ? besideOf(house.at, MAX_EXIT_DISTANCE_M) : null;
        if (!beside) return [];
        return [{ ...house, at: beside.at, wayM: beside.wayM, part: partOf(beside.id) }];
      }),
    },
    stands: [...inBox.values()].flatMap(({ id, kind, label, level, outer, holes, capacity }): StandOption[] => {
      if (kind !== 'seats' && kind !== 'platform') return [];
      if (!outer.every((at) => isWithin(at as Point))) return [];
      const m2 = areaM2({ outer, holes } as Polygon);
      const places = capacity ?? Math.floor(m2 * FULL_PER_M2);
      return [{ id, kind, label: label ?? null, floor: level, outer: outer as Point[], m2, places, part: partOf(id) }];
    }),
    exits,
    gates: lines.filter(({ kind }) => kind === 'gate'),
    walkableM2: ground.reduce((sum, { outer, holes }) => sum + areaM2({ outer, holes } as Polygon), 0),
  };
}

/** A way out without a label or street is called by its side. */
function withNames(exits: readonly ExitOption[], inBoxOf: (a: Point, b: Point) => InBox): ExitOption[] {
  const names = sideNames(exits.flatMap(({ label, from, to }) => (label ? [] : [inBoxOf(from, to)])));
  let unnamed = 0;
  return exits.map((exit) => (exit.label ? exit : { ...exit, label: names[unnamed++] }));
}

/** Areas that doors and stairs join are one part, called by one of its areas; lifts join none, as nobody of a drawn box rides. */
function partsOf(
  areas: readonly string[],
  joints: readonly { from: string; to: string | null }[],
): (id: string) => string {
  const above = new Map(areas.map((id) => [id, id]));
  const partOf = (id: string): string => {
    const next = above.get(id) ?? id;
    return next === id ? id : partOf(next);
  };
  for (const { from, to } of joints)
    if (to !== null && above.has(from) && above.has(to)) above.set(partOf(from), partOf(to));
  return partOf;
}
