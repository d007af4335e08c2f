import { ServiceAreaRequest } from '../../model/questions/service-areas.ts';
import { sha256 } from '../../model/sha256.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { bandColumns, FACILITY } from '../../model/tables/service-areas.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import type { CityFiles, Pause } from '../shared/engine.ts';
import { facilitiesOf } from '../shared/facilities.ts';
import { populationKnown } from '../shared/population.ts';
import type { ServedThing } from '../shared/serving-things.ts';
import { type MinutesAt, minutesMap, openWalkedCity, placesOn, type WalkedCity } from '../shared/walked-city.ts';
import { MINUTE_IN_MS, WalkingTimes } from '../shared/walking-times.ts';
import type { ServiceEngineTypes, ServiceFacts, ServiceResult } from './engine-types.ts';

/** Minutes on foot along the city's own ways. */
export const engine = defineAnalysis({
  id: 'service-areas',
  question: ServiceAreaRequest,
  open: openWalkedCity,
  facts: factsOf,
  analyse,
  tables: tablesOf,
  figures: ({ facilities, bands, residents, buildings, unreached, closed, used }) => ({
    facilities: facilities.length,
    bands,
    residents,
    buildings,
    unreached,
    closed,
    used,
  }),
  more: (city): OwnQuestions<ServiceEngineTypes> => ({
    async lend(layers) {
      await city.lend(layers);
      return factsOf(city);
    },
  }),
});

function factsOf({ known, network, layers, isFlat }: WalkedCity): ServiceFacts {
  return {
    roads: network && (known.manifest.facts?.roads ?? null),
    layers,
    isFlat,
    population: populationKnown(known),
  };
}

async function analyse(city: WalkedCity, request: ServiceAreaRequest, pause: Pause): Promise<ServiceResult | null> {
  const { net, closed } = city.openNet(request);
  const things = await facilitiesOf(city.known, request.facilities);
  const placeOf = placesOn(net, request.reachM);
  const places = things.map(({ atM }) => placeOf(atM));
  const times = new WalkingTimes(net, places, request.direction);
  const minutesAt = (at: readonly [number, number]) => {
    const place = placeOf(at);
    const reach = place && times.of(place);
    return reach && { minutes: reach.ms / MINUTE_IN_MS, facility: reach.facility };
  };
  const { homes, used: population } = await city.population();
  const served = servedBy(request, things, homes, minutesAt);
  const raster = await minutesMap(city, request.cellM, minutesAt, pause);
  if (!raster) return null;
  const bands = served.bands.map((band) => ({
    ...band,
    areaM2: raster.cellM ** 2 * raster.values.reduce((n, one) => n + (one >= 0 && one <= band.minutes ? 1 : 0), 0),
  }));
  const facilities = served.facilities.map((one, i) => ({ ...one, offM: places[i]?.offM ?? null }));
  const { residents, buildings, unreached } = served;
  const content = { facilities, bands, residents, buildings, unreached, ...(request.closed ? { closed } : {}) };
  const bytes = new Uint8Array(raster.values.buffer);
  return {
    request,
    ...content,
    used: { population, facilities: facilitiesUsed(city.known, request) },
    closed,
    raster,
    hash: sha256([new TextEncoder().encode(JSON.stringify(content)), bytes]),
  };
}

/** The layer that the facilities are of, and whether somebody gave it that role; null: they are points of the request. */
function facilitiesUsed(
  { manifest }: CityFiles,
  { facilities }: ServiceAreaRequest,
): ServiceResult['used']['facilities'] {
  const layer = facilities.by === 'points' ? null : manifest.layers.find(({ id }) => id === facilities.layer);
  return layer ? { label: layer.label, isGiven: layer.roles?.facilities !== undefined } : null;
}

/** Residents by time, and by the facility that is nearest in time. */
function servedBy(
  { minutes, demandPerResident }: ServiceAreaRequest,
  things: readonly ServedThing[],
  homes: readonly ServedThing[],
  minutesAt: MinutesAt,
) {
  const bands = minutes.map((limit) => ({ minutes: limit, residents: 0, buildings: 0 }));
  const load = things.map(() => 0);
  const unreached = { buildings: 0, residents: 0 };
  const longest = minutes[minutes.length - 1];
  let residents = 0;
  for (const home of homes) {
    residents += home.residents;
    const reach = minutesAt(home.atM);
    if (!reach) {
      if (!home.isPlace) unreached.buildings++;
      unreached.residents += home.residents;
      continue;
    }
    if (reach.minutes <= longest) load[reach.facility] += home.residents;
    for (const band of bands) {
      if (reach.minutes > band.minutes) continue;
      band.residents += home.residents;
      if (!home.isPlace) band.buildings++;
    }
  }
  const facilities = things.map(({ id, name, atM, capacity }, i) => ({
    id,
    name,
    atM,
    capacity,
    residents: load[i],
    demand: load[i] * demandPerResident,
  }));
  return { bands, facilities, residents, buildings: homes.filter(({ isPlace }) => !isPlace).length, unreached };
}

function tablesOf({
  request,
  facilities,
  bands,
  residents,
  buildings,
  unreached,
  closed,
  used: { population },
  hash,
}: ServiceResult): Record<string, DataTable> {
  return {
    facilities: tableOf(FACILITY, facilities),
    times: tableOf(bandColumns(residents), bands),
    parameters: parametersOf([
      ['request', JSON.stringify(request)],
      ['residents', residents],
      ['buildings', buildings],
      ['unreached_buildings', unreached.buildings],
      ['unreached_residents', unreached.residents],
      ['population', population.state === 'given' ? `${population.layer}.${population.column}` : population.state],
      ...(population.state === 'given'
        ? ([
            ['population_residents', population.residents],
            ['population_in_dwellings', population.housed],
            ['population_in_areas', population.unhoused],
            ['population_outside', population.outside],
          ] as const)
        : []),
      ['closed_ways', closed.ways],
      ['unknown_closed', closed.unknown.join(' ')],
      ['hash', hash],
    ]),
  };
}
