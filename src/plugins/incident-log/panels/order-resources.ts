import { useEffect, useState } from 'react';
import type { Near } from '../../../../model/city/catalogue.ts';
import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import { forceTravel } from '../../../../model/resources/force-travel.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import type { Journey, RoutingEngineTypes } from '../../../../workers/road-routes/engine-types.ts';
import { useApp, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { nameOrKind } from '../../../kit/attribute-text.ts';
import { formatDistance, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import type { Reason } from '../../../twin/failure.ts';
import type { ShownIncident } from './shown.ts';

/** The layer of what can be sent, as bakers name it. */
const RESOURCES = 'resources';
const MAX_RESOURCES = 200;

/** Resource that an order can go to. */
interface OrderResource {
  id: string;
  name: string;
  label: string;
  /** By road as it is now, rounded up; null: not known, or no way. */
  travelMin: number | null;
}

/** `isByRoad`: who comes stands before where one goes, the soonest first; else the nearest by the straight line. */
export interface OrderResources {
  list: readonly OrderResource[];
  isByRoad: boolean;
  /** Why the city's list could not be read; null: it was. */
  failure: Reason | null;
}

/** `vehicles`: ids of those that the city's list gives it. */
type Way = Near & { comes: boolean; travelMin: number | null; vehicles: readonly string[] };

/**
 * Returns the resources of the city's own layer; a city without one has none, and they are named by hand. Null: they are being read for the
 * first time.
 */
export function useOrderResources({ facts, timeline, state }: ShownIncident): OrderResources | null {
  const { t, language } = useWords();
  const { twin } = useApp();
  const place = facts.opened?.place ?? null;
  const layer = twin.city.layers.find(({ id, count }) => id === RESOURCES && count > 0);
  const near = useNear(layer !== undefined, place && enuFromLonLat(twin.city.origin, place));
  if (!layer) return { list: [], isByRoad: false, failure: null };
  if (!near) return null;
  const isOrdered = (id: string) => timeline.orderOf(id, state) !== null;
  const stateOf = (id: string, vehicles: readonly string[]): string[] => {
    const out = vehicles.filter(isOrdered).length;
    if (isOrdered(id) || (out > 0 && out === vehicles.length)) return [t('incidentLog.busy')];
    return out > 0 ? [t('incidentLog.partlyOut', { out, all: vehicles.length })] : [];
  };
  const list = near.ways.map(({ object, distanceM, travelMin, vehicles }): OrderResource => {
    const values = new Map(object.values.map((each) => [each.name, each.value]));
    const name = nameOrKind(values, layer.attributes, language) ?? object.id;
    const { value, unit } = formatDistance(10 * Math.round(distanceM / 10));
    const way = travelMin === null ? t('incidentLog.noWay') : `${formatNumber(travelMin)}${THIN_SPACE}min`;
    const away = [...(near.isByRoad ? [way] : []), ...(place ? [`${value}${THIN_SPACE}${unit}`] : [])];
    const label = [name, ...away, ...stateOf(object.id, vehicles)].join(' · ');
    return { id: object.id, name, label, travelMin };
  });
  return { list, isByRoad: near.isByRoad, failure: near.failure };
}

/** Asked again when roads close or open; until that is answered the list stays, so that nobody chooses from one that goes away. */
function useNear(isThere: boolean, at: readonly [number, number, number] | null) {
  const { twin, catalogue, engines } = useApp();
  const roads = useTwin(({ roadSerial }) => roadSerial);
  const [eastM, northM] = at ?? [0, 0];
  const spot = `${eastM} ${northM}`;
  const [kept, setKept] = useState<{ spot: string; isByRoad: boolean; ways: Way[] } | null>(null);
  const query = useQuery(isThere ? `resources near ${spot} ${roads}` : null, async () => {
    const near = await catalogue.nearest({ eastM, northM, upM: 0, radiusM: 0 }, [RESOURCES], MAX_RESOURCES);
    const routing = engines.engine<RoutingEngineTypes>('road-routes');
    const { origin } = await routing.open();
    const fleet = (await routing.questions.resources())?.vehicles ?? [];
    const vehiclesOf = ({ object: { id } }: Near) => fleet.flatMap(({ id: unit, team }) => (team === id ? [unit] : []));
    if (!at || !origin) {
      const ways = near.map((one): Way => ({ ...one, comes: true, travelMin: null, vehicles: vehiclesOf(one) }));
      return { spot, isByRoad: false, ways };
    }
    const arrivals = await routing.questions.arrivals([eastM, northM], near.map(journeyOf), twin.getState().roadState);
    const ways = near.map((one, i): Way => {
      const arrival = arrivals[i];
      const travelMin = arrival ? Math.max(1, Math.ceil(arrival.ms / MS_PER_MIN)) : null;
      return { ...one, comes: !journeyOf(one).isAway, travelMin, vehicles: vehiclesOf(one) };
    });
    const farness = ({ travelMin }: Way) => travelMin ?? Number.POSITIVE_INFINITY;
    const sooner = (a: Way, b: Way) =>
      Number(b.comes) - Number(a.comes) || farness(a) - farness(b) || a.distanceM - b.distanceM;
    return { spot, isByRoad: true, ways: ways.sort(sooner) };
  });
  useEffect(() => {
    if (query.kind === 'answered') setKept(query.answer);
  }, [query]);
  if (query.kind === 'failed') return { isByRoad: false, ways: [], failure: query.reason };
  return kept?.spot === spot ? { ...kept, failure: null } : null;
}

function journeyOf({ object: { place, values } }: Near): Journey {
  const { vehicle, isAway } = forceTravel(values.find(({ name }) => name === 'kind')?.value);
  return { at: [place.eastM, place.northM], vehicle: vehicle.id, isAway };
}
