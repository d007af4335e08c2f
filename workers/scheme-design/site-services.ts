import type { ServiceAreaRequest } from '../../model/questions/service-areas.ts';
import { middleOfRing } from '../../model/schemes/edit-building.ts';
import type { Facilities, Scheme, SchemeAssumptions } from '../../model/schemes/scheme.ts';
import {
  type FacilityLoad,
  residentsByBuilding,
  SERVICE_CODES,
  SERVICE_MINUTES,
  type ServiceFigures,
  type ServiceKind,
} from '../../model/schemes/site-figures.ts';
import type { ServedThing, ServingLayer } from '../shared/serving-things.ts';
import { MINUTE_IN_MS, type WalkingGraph, type WalkingNet, WalkingTimes } from '../shared/walking-times.ts';
import type { WayPlace } from '../shared/way-index.ts';
import type { SchemeWays } from './scheme-ways.ts';

/** The bands that a planner reads: 5, 10 and 15 minutes of the living circles. */
const BANDS_MIN = [5, 10, SERVICE_MINUTES] as const;
/** Greatest number of facilities listed whose load the scheme changes. */
const MAX_LOADS = 12;

/** As service areas take them where nobody says otherwise. */
export const WALK: Pick<ServiceAreaRequest, 'crossingWaitS' | 'reachM'> = { crossingWaitS: 20, reachM: 200 };

/** Codes that name a kind of service, as cities write them; own lists. */
const WORDS: Readonly<Record<ServiceKind, RegExp>> = {
  school:
    /^(?:(?:primary|secondary|elementary|middle|high)[-_ ]?school|school|kindergarten|childcare)(?:$|[-_ ])|学校|小学|中学|幼儿园/i,
  health: /^(?:hospital|clinic|doctors|health)(?:$|[-_ ])|医院|诊所|卫生/i,
};

/** Things of the city whose code says that they are of a kind. */
export function defaultFacilities(layers: readonly Omit<ServingLayer, 'given'>[], kind: ServiceKind): Facilities {
  return layers.flatMap(({ layer, attribute, values }) =>
    values
      .filter(({ value, label }) => WORDS[kind].test(value) || WORDS[kind].test(label.zh))
      .map(({ value }) => ({ layer, attribute, value })),
  );
}

/** People of the city with their places on its ways. */
interface PlacedHome extends Pick<ServedThing, 'gid' | 'residents' | 'atM'> {
  place: WayPlace | null;
}

/** The ways of a city on foot, and who lives there. */
export interface WalkingCity {
  graph: WalkingGraph;
  homes: readonly PlacedHome[];
  /** The nearest place on a way that people walk on; null: none in reach. */
  placeOn(at: readonly [number, number]): WayPlace | null;
}

/** A city as it stands. */
export function walkingCity(
  net: WalkingNet,
  homes: readonly Pick<ServedThing, 'gid' | 'residents' | 'atM'>[],
): WalkingCity {
  const placeOn = (at: readonly [number, number]) =>
    net.index.placeOf(at, WALK.reachM, (segment) => net.ways[segment] !== null);
  return {
    graph: net,
    placeOn,
    homes: homes.map(({ gid, residents, atM }) => ({ gid, residents, atM, place: placeOn(atM) })),
  };
}

/** The same city with the roads of a scheme. */
export function withRoads({ homes, placeOn }: WalkingCity, { graph, moved }: SchemeWays): WalkingCity {
  return {
    graph,
    placeOn: (at) => moved(placeOn(at), at, WALK.reachM),
    homes: homes.map((home) => ({ ...home, place: moved(home.place, home.atM, WALK.reachM) })),
  };
}

/** Ways and loads of one kind of service, today and with the scheme; what stands on its sites is gone, with its people and its service. */
export function servicesOf(
  { today, after: rebuilt }: { today: WalkingCity; after: WalkingCity },
  { kind, things }: { kind: ServiceKind; things: readonly ServedThing[] },
  scheme: Pick<Scheme, 'parcels' | 'buildings'>,
  { assumed, cleared }: { assumed: SchemeAssumptions; cleared: ReadonlySet<number> },
): ServiceFigures {
  const timesTo = ({ graph, placeOn }: WalkingCity, served: readonly ServedThing[]) =>
    new WalkingTimes(
      graph,
      served.map(({ atM }) => placeOn(atM)),
      'to',
    );
  const own = ownFacilities(kind, scheme);
  const kept = [...things.filter(({ gid }) => gid === null || !cleared.has(gid)), ...own];
  const now = timesTo(today, things);
  const then = timesTo(rebuilt, kept);
  const before = new Map<string, number>();
  const after = new Map<string, number>();
  const ofScheme = new Map<string, number>();
  const add = (sums: Map<string, number>, id: string, residents: number) =>
    sums.set(id, (sums.get(id) ?? 0) + residents);
  const facilityOf = (times: WalkingTimes, served: readonly ServedThing[], place: WayPlace | null) => {
    const reach = place && times.of(place);
    return reach && { id: served[reach.facility].id, minutes: reach.ms / MINUTE_IN_MS };
  };
  for (const [i, { gid, residents, place }] of today.homes.entries()) {
    if (residents === 0) continue;
    const was = facilityOf(now, things, place);
    if (was && was.minutes <= SERVICE_MINUTES) add(before, was.id, residents);
    if (gid !== null && cleared.has(gid)) continue;
    const is = facilityOf(then, kept, rebuilt.homes[i].place);
    if (is && is.minutes <= SERVICE_MINUTES) add(after, is.id, residents);
  }
  const people = { residents: 0, reaching: 0, personMin: 0 };
  const within = BANDS_MIN.map((minutes) => ({ minutes, residents: 0 }));
  for (const [i, residents] of residentsByBuilding(scheme, assumed).entries()) {
    people.residents += residents;
    const way = residents > 0 ? facilityOf(then, kept, rebuilt.placeOn(middleOfRing(scheme.buildings[i].ringM))) : null;
    if (!way) continue;
    people.reaching += residents;
    people.personMin += residents * way.minutes;
    for (const band of within) if (way.minutes <= band.minutes) band.residents += residents;
    if (way.minutes > SERVICE_MINUTES) continue;
    add(after, way.id, residents);
    add(ofScheme, way.id, residents);
  }
  const loads = [...things, ...own].map(
    ({ id, name, capacity, gid }): FacilityLoad => ({
      id,
      name,
      isOwn: gid === null,
      before: before.get(id) ?? 0,
      after: after.get(id) ?? 0,
      ofScheme: ofScheme.get(id) ?? 0,
      capacity,
    }),
  );
  return {
    kind,
    facilities: kept.length,
    own: own.length,
    residents: people.residents,
    reaching: people.reaching,
    meanMin: people.reaching > 0 ? people.personMin / people.reaching : null,
    within,
    loads: loads
      .filter((one) => one.ofScheme > 0 || Math.abs(one.after - one.before) >= 0.5 || one.isOwn)
      .sort((a, b) => b.ofScheme - a.ofScheme || Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
      .slice(0, MAX_LOADS),
  };
}

/** Built-up parcels whose land is for such a service. */
function ownFacilities(
  kind: ServiceKind,
  { parcels, buildings }: Pick<Scheme, 'parcels' | 'buildings'>,
): ServedThing[] {
  return parcels
    .filter(
      ({ id, controls }) => controls.code.startsWith(SERVICE_CODES[kind]) && buildings.some((b) => b.parcel === id),
    )
    .map(({ id, name, ringM }) => ({
      gid: null,
      id: `scheme ${id}`,
      name: { zh: name, en: name },
      atM: [...middleOfRing(ringM)],
      residents: 0,
      capacity: null,
    }));
}
