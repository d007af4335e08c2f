import { VEHICLES, type VehicleClass } from '../roads/vehicles.ts';
import type { Text } from '../text/text.ts';
import { vehicleKind } from './vehicle-kinds.ts';

/** With what, and which way, the road between a force and an incident is gone. */
export interface ForceTravel {
  vehicle: VehicleClass;
  /** The time is that of this kind of vehicle, in words; where the kind is unknown, of its class. */
  label: Text;
  /** One goes from the place to it: it does not come. */
  isAway: boolean;
}

const TRAVEL: Readonly<Record<string, readonly [vehicle: VehicleClass['id'], isAway: boolean]>> = {
  shelter: ['foot', true],
  assembly_point: ['foot', true],
  community_centre: ['foot', true],
  hospital: ['ambulance', true],
  clinic: ['ambulance', true],
  townhall: ['car', true],
  store: ['truck', false],
  ambulance_station: ['ambulance', false],
  police: ['car', false],
};

/**
 * Returns how a force travels by the kind that its layer states, in the words of this project and of OpenStreetMap: people walk to shelters
 * and are driven to hospitals, stores send trucks; whatever is not known comes with what wades and has priority. A team whose vehicles are
 * known comes with the kind that it has most of: an ambulance station's time is that of an ambulance, also where its layer calls it a team.
 */
export function forceTravel(kind: unknown, vehicleKinds: readonly string[] = []): ForceTravel {
  const [id, isAway] = (typeof kind === 'string' && Object.hasOwn(TRAVEL, kind) && TRAVEL[kind]) || [
    'fire-engine',
    false,
  ];
  const own = isAway ? null : vehicleKind(mostOf(vehicleKinds) ?? '');
  const vehicle = VEHICLES.find((each) => each.id === (own?.vehicle ?? id)) ?? VEHICLES[0];
  return { vehicle, label: own && !CARRIED.has(own.id) ? own.label : vehicle.label, isAway };
}

/** Kinds that do not drive by themselves: their time is that of what carries them. */
const CARRIED: ReadonlySet<string> = new Set(['boat', 'assault-boat', 'drone', 'pump', 'pile-barge']);

/** The value that a list holds most often, of equal ones the first; null: the list is empty. */
function mostOf(list: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0] ?? null;
}
