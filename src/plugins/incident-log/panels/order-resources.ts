import { useEffect, useState } from 'react';
import type { Near } from '../../../../model/city/catalogue.ts';
import { type ForceTravel, forceTravel } from '../../../../model/resources/force-travel.ts';
import { type OrderKind, orderKindOf } from '../../../../model/resources/order-kinds.ts';
import { type Capability, vehicleKind } from '../../../../model/resources/vehicle-kinds.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import type { Arrival, Journey, RoutingEngineTypes } from '../../../../workers/road-routes/engine-types.ts';
import { useApp, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { nameOrKind } from '../../../kit/attribute-text.ts';
import { useWords } from '../../../kit/words.ts';
import type { Reason } from '../../../twin/failure.ts';
import type { ShownIncident } from './shown.ts';

/** The layer of what can be sent, as bakers name it. */
const RESOURCES = 'resources';
const MAX_RESOURCES = 200;

/** Resource that an order can go to. */
export interface OrderResource extends Way {
  name: string;
  /** That it is on an order, or part of it; null: it is free. */
  stateText: string | null;
  isBusy: boolean;
}

/** A resource of the city's layer with its way to the place; where there is no place, without one. */
interface Way {
  id: string;
  kind: OrderKind;
  /** What its vehicles can do; null: the city lists none of it. */
  able: readonly Capability[] | null;
  at: Journey['at'];
  travel: ForceTravel;
  distanceM: number | null;
  /** Null: no way, or no roads. */
  arrival: Arrival | null;
  near: Near;
  /** Ids of what the city's list gives it. */
  vehicles: readonly string[];
}

/** The soonest by road first, or the nearest by the straight line where there are no roads. */
interface OrderResources {
  list: readonly OrderResource[];
  isByRoad: boolean;
  /** Why the city's list could not be read; null: it was. */
  failure: Reason | null;
}

/** Minutes of a way, rounded up: nobody is told to be there sooner than they can. */
export const minutesOf = (arrival: Arrival): number => Math.max(1, Math.ceil(arrival.ms / MS_PER_MIN));

/**
 * Returns the resources of the city's own layer; a city without one has none, and they are named by hand. Null: they are being read for the
 * first time.
 */
export function useOrderResources({ timeline, state }: ShownIncident, at: Journey['at'] | null): OrderResources | null {
  const { t, language } = useWords();
  const { twin } = useApp();
  const layer = twin.city.layers.find(({ id, count }) => id === RESOURCES && count > 0);
  const ways = useWays(layer !== undefined, at);
  if (!layer) return { list: [], isByRoad: false, failure: null };
  if (!ways) return null;
  const isOrdered = (id: string) => timeline.orderOf(id, state) !== null;
  const list = ways.list.map((way): OrderResource => {
    const values = new Map(way.near.object.values.map((each) => [each.name, each.value]));
    const out = way.vehicles.filter(isOrdered).length;
    const isBusy = isOrdered(way.id) || (out > 0 && out === way.vehicles.length);
    const part = out > 0 ? t('incidentLog.partlyOut', { out, all: way.vehicles.length }) : null;
    return {
      ...way,
      name: nameOrKind(values, layer.attributes, language) ?? way.id,
      isBusy,
      stateText: isBusy ? t('incidentLog.busy') : part,
    };
  });
  return { list, isByRoad: ways.isByRoad, failure: ways.failure };
}

/** Asked again when roads close or open; until that is answered the list stays, so that nobody chooses from one that goes away. */
function useWays(isThere: boolean, at: Journey['at'] | null) {
  const { twin, catalogue, engines } = useApp();
  const roads = useTwin(({ roadSerial }) => roadSerial);
  const [eastM, northM] = at ?? [0, 0];
  const spot = `${eastM} ${northM}`;
  const [kept, setKept] = useState<{ spot: string; isByRoad: boolean; list: Way[] } | null>(null);
  const query = useQuery(isThere ? `resources near ${spot} ${roads}` : null, async () => {
    const near = await catalogue.nearest({ eastM, northM, upM: 0, radiusM: 0 }, [RESOURCES], MAX_RESOURCES);
    const routing = engines.engine<RoutingEngineTypes>('road-routes');
    const { origin } = await routing.open();
    const fleet = (await routing.questions.resources())?.vehicles ?? [];
    const ways = near.map((one): Way => {
      const own = fleet.filter(({ team }) => team === one.object.id);
      const { eastM: x, northM: y } = one.object.place;
      const kind = one.object.values.find(({ name }) => name === 'kind')?.value;
      return {
        id: one.object.id,
        kind: orderKindOf(kind),
        able:
          own.length > 0
            ? own.flatMap((unit) => unit.capabilities ?? vehicleKind(unit.kind)?.capabilities ?? [])
            : null,
        at: [x, y],
        travel: forceTravel(
          kind,
          own.map((unit) => unit.kind),
        ),
        distanceM: at && one.distanceM,
        arrival: null,
        near: one,
        vehicles: own.map(({ id }) => id),
      };
    });
    if (!at || !origin) return { spot, isByRoad: false, list: ways };
    const arrivals = await routing.questions.arrivals([eastM, northM], ways.map(journeyOf), twin.getState().roadState);
    const list = ways.map((way, i): Way => ({ ...way, arrival: arrivals[i] }));
    const farness = ({ arrival }: Way) => arrival?.ms ?? Number.POSITIVE_INFINITY;
    // Who comes stands before where one goes.
    const sooner = (a: Way, b: Way) =>
      Number(a.travel.isAway) - Number(b.travel.isAway) ||
      farness(a) - farness(b) ||
      (a.distanceM ?? 0) - (b.distanceM ?? 0);
    return { spot, isByRoad: true, list: list.sort(sooner) };
  });
  useEffect(() => {
    if (query.kind === 'answered') setKept(query.answer);
  }, [query]);
  if (query.kind === 'failed') return { isByRoad: false, list: [], failure: query.reason };
  return kept?.spot === spot ? { ...kept, failure: null } : null;
}

/** How a resource goes to a place, or one to it. */
export const journeyOf = ({ at, travel }: Pick<Way, 'at' | 'travel'>): Journey => ({
  at,
  vehicle: travel.vehicle.id,
  isAway: travel.isAway,
});
