import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Accounts, isEverything, OTHER_CLASS, type Scope } from '../../model/accounts/accounts.ts';
import { streamOfKey } from '../../model/alarms/alarm.ts';
import { type District, districtAt, parseDistricts } from '../../model/city/districts.ts';
import { ecefFromLonLat, enuFromEcef } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { covers, type Place } from '../accounts/scope.ts';
import type { Sql } from '../sql/sql-api.ts';

/** Where each thing of the catalogue is: asked before anyone reads or touches it. */
export interface Places {
  /** By its own id, or by that of what it watches. */
  ofObject(object: string, at?: LonLat | null): Place;
  /** Returns the place of an alarm by its key: `sn-pond-0001/1 alarm`. */
  ofAlarm(key: string): Place;
  /** Null: there is no such datastream. */
  ofDatastream(id: number): Place | null;
  /** The thing that has a datastream, by its own id. */
  deviceOf(datastream: number): string | null;
  /** Ids of the things that a scope covers; null: all, without a list. */
  thingsOf(scope: Scope): readonly number[] | null;
  /** What a scope may name: the districts, and kinds of the catalogue. */
  names(): Pick<Accounts, 'areas' | 'classes'>;
  /** After the catalogue has changed. */
  renew(): Promise<void>;
}

interface Ground {
  origin: LonLat;
  districts: readonly District[];
}

/** Reads the origin and the districts of a baked city; null: it names no districts. */
export async function readGround(cityFolder: string): Promise<Ground | null> {
  const manifest = join(cityFolder, 'manifest.json');
  const population = join(cityFolder, 'population.json');
  if (!existsSync(manifest) || !existsSync(population)) return null;
  const { origin } = JSON.parse(await readFile(manifest, 'utf8')) as Ground;
  return { origin, districts: parseDistricts(JSON.parse(await readFile(population, 'utf8')), population) };
}

const NOWHERE: Place = { area: null, class: OTHER_CLASS };

interface ThingRow {
  id: number;
  code: string;
  kind: string | null;
  location: { type?: unknown; coordinates?: unknown } | null;
}

/** Finds for each thing the area and class that scopes go by, and keeps them by every key that the hub looks up. */
export async function openPlaces(sql: Sql, ground: Ground | null): Promise<Places> {
  const byThing = new Map<number, Place>();
  const byCode = new Map<string, Place>();
  const byStream = new Map<string, Place>();
  const byDatastream = new Map<number, Place>();
  const owners = new Map<number, string>();
  const lists = new Map<string, readonly number[]>();

  const areaAt = ({ lonDeg, latDeg }: Pick<LonLat, 'lonDeg' | 'latDeg'>): string | null => {
    if (!ground) return null;
    const { heightM } = ground.origin;
    const [eastM, northM] = enuFromEcef(ground.origin, ecefFromLonLat({ lonDeg, latDeg, heightM }));
    return districtAt(ground.districts, eastM, northM);
  };
  const areaOf = (location: ThingRow['location']): string | null => {
    const [lonDeg, latDeg]: unknown[] = Array.isArray(location?.coordinates) ? location.coordinates : [];
    return typeof lonDeg === 'number' && typeof latDeg === 'number' ? areaAt({ lonDeg, latDeg }) : null;
  };

  async function renew(): Promise<void> {
    for (const known of [byThing, byCode, byStream, byDatastream, owners, lists]) known.clear();
    const codes = new Map<number, string>();
    for (const { id, code, kind, location } of await sql.query<ThingRow>(
      `SELECT t.id, t.code, t.properties->>'kind' AS kind, l.location FROM things t
       LEFT JOIN locations l ON l.id = t.location ORDER BY t.id`,
    )) {
      const place = { area: areaOf(location), class: kind ?? OTHER_CLASS };
      byThing.set(id, place);
      codes.set(id, code);
      byCode.set(code, place);
    }
    for (const { id, code, thing } of await sql.query<{ id: number; code: string; thing: number }>(
      'SELECT id, code, thing FROM datastreams',
    )) {
      const place = byThing.get(thing) ?? NOWHERE;
      byStream.set(code, place);
      byDatastream.set(id, place);
      owners.set(id, codes.get(thing) ?? '');
    }
  }
  await renew();

  return {
    renew,
    names: () => ({
      areas: (ground?.districts ?? []).map(({ id, nameZh: zh, nameEn: en }) => ({ id, name: { zh, en } })),
      classes: [...new Set([...byThing.values()].map((place) => place.class))].sort(),
    }),
    ofObject: (object, at) => byCode.get(object) ?? { area: at ? areaAt(at) : null, class: OTHER_CLASS },
    ofAlarm(key) {
      const object = streamOfKey(key);
      return byStream.get(object) ?? byCode.get(object) ?? NOWHERE;
    },
    ofDatastream: (id) => byDatastream.get(id) ?? null,
    deviceOf: (id) => owners.get(id) ?? null,
    thingsOf(scope) {
      if (isEverything(scope)) return null;
      const key = JSON.stringify(scope);
      const known = lists.get(key) ?? [...byThing].flatMap(([id, place]) => (covers(scope, place) ? [id] : []));
      lists.set(key, known);
      return known;
    },
  };
}
