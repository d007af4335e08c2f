import { VEHICLES, type VehicleClass } from '../roads/vehicles.ts';

/** With what, and which way, the road between a force and an incident is gone. */
interface ForceTravel {
  vehicle: VehicleClass;
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
 * By the kind that its layer tells, in the words of this project and of OpenStreetMap: people walk to shelters and are driven to hospitals,
 * stores send trucks; teams and whatever is not known come with what wades and has priority.
 */
export function forceTravel(kind: unknown): ForceTravel {
  const [id, isAway] = (typeof kind === 'string' && Object.hasOwn(TRAVEL, kind) && TRAVEL[kind]) || [
    'fire-engine',
    false,
  ];
  return { vehicle: VEHICLES.find((each) => each.id === id) ?? VEHICLES[0], isAway };
}
