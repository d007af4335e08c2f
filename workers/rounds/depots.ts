import type { RoundsRequest } from '../../model/questions/rounds.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { facilitiesOf } from '../shared/facilities.ts';
import type { VehicleRoads } from '../shared/vehicle-roads.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import type { WayPlace } from '../shared/way-index.ts';
import { roundsMessage } from './messages.ts';

const MAX_DEPOTS = 20;

/** A depot on the roads. */
export interface DepotPlace {
  id: string;
  name: Text;
  way: WayPlace;
}

/** The depots that are on a street. @throws MessageError where none is. */
export async function depotsOf(
  city: WalkedCity,
  on: VehicleRoads,
  { depots, reachM }: Pick<RoundsRequest, 'depots' | 'reachM'>,
): Promise<DepotPlace[]> {
  const things = await facilitiesOf(city.known, depots);
  if (things.length > MAX_DEPOTS)
    throw new MessageError(roundsMessage('too-many-depots', { count: things.length, most: MAX_DEPOTS }));
  const found = things.flatMap(({ id, name, atM }) => {
    const way = placeOn(on, atM, reachM);
    return way ? [{ id, name, way }] : [];
  });
  if (found.length === 0) throw new MessageError(roundsMessage('no-depot', { reachM }));
  return found;
}

/** The nearest place on a street that is open to the vehicle; null: none is in reach. */
export const placeOn = (
  { router, roads }: VehicleRoads,
  at: readonly [eastM: number, northM: number],
  reachM: number,
): WayPlace | null => router.placeOf([at[0], at[1]], (segment) => roads.isOpen(segment), reachM);
