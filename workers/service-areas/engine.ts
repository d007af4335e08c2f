import { CITY_FACTS } from '../../model/city/facts.ts';
import { rasterAt } from '../../model/city/raster.ts';
import { ServiceAreaRequest } from '../../model/questions/service-areas.ts';
import { parseRoadNetwork, type RoadNetwork } from '../../model/roads/road-network.ts';
import { sha256 } from '../../model/sha256.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { bandColumns, FACILITY } from '../../model/tables/service-areas.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis, type OwnQuestions, type Pause } from '../shared/analysis.ts';
import { CitySolids, MAX_MAP_CELLS, readCityGround } from '../shared/city-solids.ts';
import type { CityFiles } from '../shared/engine.ts';
import { type LentLayer, withLent } from '../shared/lent-layers.ts';
import { type CityPopulation, hasResidents, populationLayer, populationOf } from '../shared/population.ts';
import { type ServedThing, servingLayers } from '../shared/serving-things.ts';
import { MINUTE_IN_MS, type WalkingNet, WalkingTimes, walkingNet } from '../shared/walking-times.ts';
import type { ServiceEngineTypes, ServiceFacts, ServiceResult } from './engine-types.ts';
import { serviceMessage } from './messages.ts';
import { facilitiesOf } from './served.ts';

/** Value of cells that no way is near, as pictures take them. */
const NO_TIME = -2e30;

/** A city's ways on foot. */
class ServiceCity extends CitySolids {
  readonly network: RoadNetwork | null;
  layers: ServiceFacts['layers'];
  /** The city's files with the layers that a page lent. */
  known: CityFiles;
  private people: Promise<CityPopulation> | null = null;
  private readonly numbers: ReadonlyMap<string, number>;
  private net: { waitS: number; net: WalkingNet } | null = null;

  constructor(
    files: CityFiles,
    ground: CitySolids['ground'],
    network: RoadNetwork | null,
    layers: ServiceFacts['layers'],
  ) {
    super(files, null, ground);
    this.known = files;
    this.network = network;
    this.layers = layers;
    this.numbers = new Map(network?.segments.map(({ id }, i) => [id, i]));
  }

  async lend(lent: readonly LentLayer[]): Promise<void> {
    this.known = withLent(this.files, lent);
    this.people = null;
    this.layers = await servingLayers(this.known);
  }

  /** Spread once, until other layers are lent. */
  population(): Promise<CityPopulation> {
    this.people ??= populationOf(this.known);
    this.people.catch(() => {
      this.people = null;
    });
    return this.people;
  }

  netFor(waitS: number): WalkingNet {
    if (!this.network) throw new MessageError(serviceMessage('no-roads', {}));
    if (this.net?.waitS !== waitS)
      this.net = { waitS, net: walkingNet(this.network, (x, y) => this.groundM(x, y), waitS) };
    return this.net.net;
  }

  /** The same without its closed ways. */
  openNet({ crossingWaitS, closed = [] }: ServiceAreaRequest): { net: WalkingNet; closed: ServiceResult['closed'] } {
    const net = this.netFor(crossingWaitS);
    const named = new Set(closed.map(({ segment }) => segment));
    const shut = new Set<number>();
    for (const segment of named) {
      const at = this.numbers.get(segment);
      const ways = closed.flatMap((one) => (one.segment === segment ? [one.way] : []));
      const isWhole = ways.includes(undefined) || (ways.includes('along') && ways.includes('against'));
      if (at !== undefined && isWhole && net.ways[at] !== null) shut.add(at);
    }
    return {
      net: shut.size === 0 ? net : { ...net, ways: net.ways.map((way, i) => (shut.has(i) ? null : way)) },
      closed: { ways: shut.size, unknown: [...named].filter((segment) => !this.numbers.has(segment)) },
    };
  }

  /** Elevation of the ground; that of the origin where the city has none. */
  groundM(x: number, y: number): number {
    const { ground } = this;
    return ground ? rasterAt(ground.grid, ground.elevationM, x, y) : this.originElevationM;
  }
}

/** Minutes on foot along the city's own ways. */
export const engine = defineAnalysis({
  id: 'service-areas',
  question: ServiceAreaRequest,
  async open(files) {
    const { file } = CITY_FACTS.roads;
    const json = files.manifest.facts?.roads ? await files.findJson(file) : null;
    const network = json === null ? null : parseRoadNetwork(json, file);
    return new ServiceCity(files, await readCityGround(files), network, await servingLayers(files));
  },
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

function factsOf({ known, network, layers, isFlat }: ServiceCity): ServiceFacts {
  const given = populationLayer(known);
  return {
    roads: network && (known.manifest.facts?.roads ?? null),
    layers,
    isFlat,
    population: {
      state: given ? 'given' : hasResidents(known) ? 'told' : 'absent',
      label: given?.label ?? null,
    },
  };
}

async function analyse(city: ServiceCity, request: ServiceAreaRequest, pause: Pause): Promise<ServiceResult | null> {
  const { net, closed } = city.openNet(request);
  const things = await facilitiesOf(city.known, request);
  const placeOf = ([x, y]: readonly [number, number]) =>
    net.index.placeOf([x, y], request.reachM, (segment) => net.ways[segment] !== null);
  const places = things.map(({ atM }) => placeOf(atM));
  const times = new WalkingTimes(net, places, request.direction);
  const minutesAt = (at: readonly [number, number]) => {
    const place = placeOf(at);
    const reach = place && times.of(place);
    return reach && { minutes: reach.ms / MINUTE_IN_MS, facility: reach.facility };
  };
  const { homes, used: population } = await city.population();
  const served = servedBy(request, things, homes, minutesAt);
  const raster = await mapOf(city, request, minutesAt, pause);
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

type MinutesAt = (at: readonly [number, number]) => { minutes: number; facility: number } | null;

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

/** Minutes of each cell of the city, by the rule that holds for a building at its middle. */
async function mapOf(
  city: ServiceCity,
  { cellM: wantedM }: ServiceAreaRequest,
  minutesAt: MinutesAt,
  pause: Pause,
): Promise<ServiceResult['raster'] | null> {
  const [west, south, east, north] = city.files.manifest.extentM;
  let cellM = wantedM;
  while (((east - west) / cellM) * ((north - south) / cellM) > MAX_MAP_CELLS) cellM *= 2;
  const columns = Math.max(2, Math.ceil((east - west) / cellM));
  const rows = Math.max(2, Math.ceil((north - south) / cellM));
  const values = new Float32Array(columns * rows).fill(NO_TIME);
  const elevationM = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    if (await pause(row / rows)) return null;
    for (let column = 0; column < columns; column++) {
      const at = [west + (column + 0.5) * cellM, south + (row + 0.5) * cellM] as const;
      const reach = minutesAt(at);
      if (reach) values[row * columns + column] = reach.minutes;
      elevationM[row * columns + column] = city.groundM(at[0], at[1]);
    }
  }
  return { westM: west, southM: south, cellM, columns, rows, values, elevationM };
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
