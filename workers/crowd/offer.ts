import type { Walkable } from '../../src/city/grid.ts';
import type { Text } from '../../src/city/manifest.ts';
import type { Place } from './crowd.ts';
import { areaM2, boxOf, type Polygon } from './polygon.ts';

/** West, south, east, north. */
export type BoxM = [westM: number, southM: number, eastM: number, northM: number];

export interface CrowdSite {
  area: { westM: number; southM: number; eastM: number; northM: number };
}

/** Ways out and gates of a box, as segments on a floor; and where people are told by the place, not by the square metre. */
export interface CrowdOffer {
  exits: OfferedLine[];
  gates: OfferedLine[];
  stands: OfferedStand[];
  /** Of the ground floor in the box. */
  walkableM2: number;
}

/**
 * `edge`: a street that goes on beyond the box. `exit`: the city's own end. `shelter`, `station`: their doors. `gate`: of a stadium or
 * a hall, can be shut.
 */
export interface OfferedLine {
  id: string;
  kind: 'edge' | 'exit' | 'shelter' | 'station' | 'gate';
  label: Text | null;
  floor: string;
  from: Place;
  to: Place;
  /** Which part of the box it belongs to: who is in another finds no way to it. */
  part: string;
}

/** A stand of seats or a platform that lies whole in the box: an area of the walkable ground whose people have a number of their own. */
export interface OfferedStand {
  id: string;
  kind: 'seats' | 'platform';
  label: Text | null;
  floor: string;
  outer: Place[];
  m2: number;
  /** What full means: its capacity as the city has it, else as many as `FULL_PER_M2` lets stand. */
  places: number;
  /** Which part of the box it belongs to. */
  part: string;
}

/** A platform waits with 2 people/m²: above it Fruin (1971) has queueing at level E, bodies unavoidably near to touching. */
const FULL_PER_M2 = 2;

/** What can be told of a box, by the rule of `cityPart`: an area counts if its middle lies in the box. */
export function offerOf({ areas, doors, stairs }: Walkable, [westM, southM, eastM, northM]: BoxM): CrowdOffer {
  const inBox = new Map<string, Walkable['areas'][number]>();
  const all = new Map(areas.map((area) => [area.id, area]));
  for (const area of areas) {
    const box = boxOf(area.outer as Place[]);
    const [x, y] = [(box.westM + box.eastM) / 2, (box.southM + box.northM) / 2];
    if (x >= westM && x <= eastM && y >= southM && y <= northM) inBox.set(area.id, area);
  }
  const partOf = partsOf([...inBox.keys()], [...doors, ...stairs.filter(({ kind }) => kind !== 'lift')]);
  const lines = doors.flatMap(({ id, from, to, a, b, kind, label }): OfferedLine[] => {
    const [one, other] = [inBox.get(from), to === null ? undefined : inBox.get(to)];
    const near = one ?? other;
    if (!near) return [];
    const line = { id, floor: near.level, from: a as Place, to: b as Place, part: partOf(near.id) };
    const named = label ?? one?.label ?? other?.label ?? null;
    if (to === null) return [{ ...line, kind: 'exit', label: named }];
    if (!one || !other)
      return all.get(one ? to : from)?.level === near.level ? [{ ...line, kind: 'edge', label: named }] : [];
    if (kind === 'shelter') return [{ ...line, kind, label: named }];
    if (kind === 'gate' || kind === 'turnstile') return [{ ...line, kind: 'gate', label: named }];
    return kind === 'door' && (one.kind === 'room' || other.kind === 'room')
      ? [{ ...line, kind: 'station', label: named }]
      : [];
  });
  const ground = [...inBox.values()].filter(({ level }) => level === 'ground');
  return {
    stands: [...inBox.values()].flatMap(({ id, kind, label, level, outer, holes, capacity }): OfferedStand[] => {
      if (kind !== 'seats' && kind !== 'platform') return [];
      if (outer.some(([x, y]) => x < westM || x > eastM || y < southM || y > northM)) return [];
      const m2 = areaM2({ outer, holes } as Polygon);
      const places = capacity ?? Math.floor(m2 * FULL_PER_M2);
      return [{ id, kind, label: label ?? null, floor: level, outer: outer as Place[], m2, places, part: partOf(id) }];
    }),
    exits: lines.filter(({ kind }) => kind !== 'gate'),
    gates: lines.filter(({ kind }) => kind === 'gate'),
    walkableM2: ground.reduce((sum, { outer, holes }) => sum + areaM2({ outer, holes } as Polygon), 0),
  };
}

/** Areas that doors and stairs join are one part, called by one of its areas; lifts join none, as runs on a city have none. */
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
