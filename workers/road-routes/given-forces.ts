import type { Resources, Vehicle } from '../../model/resources/resources.ts';
import { STATION_TEAMS, stationOf } from '../../model/resources/stations.ts';
import type { Text } from '../../model/text/text.ts';
import type { CityFiles } from '../shared/engine.ts';
import { type RoleRow, roleLayers } from '../shared/role-rows.ts';

/** More vehicles than any station has is a slip of the data. */
const MAX_VEHICLES = 200;

/** Words of tables that say in short what a map calls a station. */
const SHORT_WORDS: Readonly<Record<string, string>> = {
  fire: 'fire_station',
  消防: '消防站',
  公安: '派出所',
  警察: '派出所',
  交警: '派出所',
  ambulance: 'ambulance_station',
  急救: '急救站',
};

/** Forces that were taken from layers with that role. */
export interface ForcesUsed {
  labels: Text[];
  isGuessed: boolean;
  stations: number;
  /** Things whose word names no station that is known here; they are left out. */
  unknown: number;
  /** Vehicles that nobody stated: one is supposed of a station without a number. */
  supposed: number;
  /** What was inferred from maps gave way. */
  replaces: boolean;
}

const NONE: Resources = { teams: [], vehicles: [], stores: [], shelters: [], hospitals: [] };

/**
 * The resources of a city with the forces of its layers: where its own were inferred, the teams and vehicles of the layers take their place; where
 * they were given, both stand. `used` is null where no layer has the role.
 */
export async function withGivenForces(
  files: CityFiles,
  own: Resources | null,
): Promise<{ resources: Resources | null; used: ForcesUsed | null }> {
  const layers = await roleLayers(files, 'forces');
  if (layers.length === 0) return { resources: own, used: null };
  const given: Resources = { teams: [], vehicles: [], stores: [], shelters: [], hospitals: [] };
  let unknown = 0;
  for (const { layer, rows } of layers)
    for (const row of rows) if (!addStation(given, `${layer.id}/${row.id}`, row)) unknown++;
  const replaces = files.manifest.facts?.resources?.state === 'inferred';
  const kept = own ?? NONE;
  const resources: Resources = {
    ...kept,
    teams: replaces ? given.teams : [...kept.teams, ...given.teams],
    vehicles: replaces ? given.vehicles : [...kept.vehicles, ...given.vehicles],
    hospitals: replaces && given.hospitals.length > 0 ? given.hospitals : [...kept.hospitals, ...given.hospitals],
  };
  return {
    resources,
    used: {
      labels: layers.map(({ layer }) => layer.label),
      isGuessed: layers.some(({ isGuessed }) => isGuessed),
      stations: given.teams.length,
      unknown,
      supposed: given.vehicles.filter(({ supposed }) => supposed).length,
      replaces,
    },
  };
}

/** Adds a station with its team and vehicles; false: its word names none. A hospital has an ambulance only where its vehicles are stated. */
function addStation({ teams, vehicles, hospitals }: Resources, id: string, { name, atM, number, cell }: RoleRow) {
  const word = String(cell('kind') ?? '').trim();
  const station = stationOf([word, SHORT_WORDS[word.toLowerCase()] ?? '']);
  const has = station && STATION_TEAMS[station.is];
  if (!station || !has) return false;
  const stated = countOf(number('vehicles'));
  const count = stated ?? (station.is === 'hospital' ? 0 : 1);
  teams.push({ id, name, kind: has.team, at: atM, people: countOf(number('crew')), stock: {} });
  if (station.is === 'hospital') hospitals.push({ id: `${id}/beds`, name, at: atM, beds: null });
  for (let n = 1; n <= count; n++)
    vehicles.push({
      id: `${id}-${n}`,
      team: id,
      kind: has.vehicle,
      rating: null,
      state: 'free',
      crew: null,
      capabilities: null,
      supposed: stated === null,
      at: atM,
    } satisfies Vehicle);
  return true;
}

const countOf = (value: number | null): number | null =>
  value !== null && value >= 0 && value <= MAX_VEHICLES ? Math.floor(value) : null;
