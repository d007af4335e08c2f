import { enuFromLonLat } from '../../../model/geo/enu.ts';
import type { LonLat } from '../../../model/geo/lon-lat.ts';
import type { OrderFacts } from '../../../model/incidents/incident-state.ts';
import type { orderedPumps } from '../../../model/incidents/look-ahead.ts';
import type { Resources } from '../../../model/resources/resources.ts';
import { vehicleKind } from '../../../model/resources/vehicle-kinds.ts';

/** Orders as the look-ahead reads them: where they go, and when they are or were to be there. */
export function givenOrders(orders: readonly OrderFacts[], origin: LonLat): Parameters<typeof orderedPumps>[0] {
  return orders.map(({ act, state, givenMs, onSiteMs }) => {
    const [eastM, northM] = act.place ? enuFromLonLat(origin, act.place) : [];
    return {
      order: act.order,
      resource: act.resource,
      name: act.name,
      placeM: eastM === undefined || northM === undefined ? null : ([eastM, northM] as const),
      arrivesMs: onSiteMs ?? (givenMs ?? 0) + (act.etaMs ?? 0),
      isOff: state === 'refused' || state === 'recalled' || state === 'done',
    };
  });
}

/** What vehicles lift, m³/h, by their id; a team that is sent lifts what all its pumps do. */
export function pumpRatings({ vehicles }: Resources): Map<string, number> {
  const ratings = new Map<string, number>();
  for (const { id, team, kind, rating } of vehicles) {
    if (rating === null || vehicleKind(kind)?.ratingUnit !== 'm3/h') continue;
    ratings.set(id, rating);
    ratings.set(team, (ratings.get(team) ?? 0) + rating);
  }
  return ratings;
}
