import { brokenLimits } from '../../../model/schemes/edit-building.ts';
import type { Scheme } from '../../../model/schemes/scheme.ts';

/** In place of the colour of its use, on the map and the table. */
export const BROKEN_TOKEN = 'danger';

/** Ids of the buildings that break a limit of their parcel. */
export function brokenBuildings(scheme: Scheme): ReadonlySet<string> {
  const parcels = new Map(scheme.parcels.map((parcel) => [parcel.id, parcel]));
  return new Set(
    scheme.buildings.flatMap((building) => {
      const parcel = parcels.get(building.parcel);
      return parcel && brokenLimits(building, parcel, scheme).length > 0 ? [building.id] : [];
    }),
  );
}
