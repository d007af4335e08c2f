import { CITY_FACTS } from '../../model/city/facts.ts';
import type { NoiseRequest } from '../../model/questions/noise.ts';
import { parseRoadNetwork, type RoadNetwork } from '../../model/roads/road-network.ts';
import { NOISE_LIMITS, type NoiseZone } from '../../model/rules/noise-limits.ts';
import { CitySolids, readCitySolids } from '../shared/city-solids.ts';
import { countsOf, type GivenCounts } from '../shared/counts.ts';
import type { CityFiles } from '../shared/engine.ts';
import { type LentLayer, withLent } from '../shared/lent-layers.ts';
import { type CityPopulation, populationOf } from '../shared/population.ts';
import { type GivenWeather, weatherOf } from '../shared/weather.ts';
import type { ExposedBuilding, ReceivedByPeriod } from './exposure.ts';
import { type Barrier, type NoiseScene, noiseScene, readPorosity, withBarriers } from './noise-scene.ts';
import type { Place } from './place.ts';
import type { GridReceivers } from './receivers.ts';
import { type RoadLines, roadLines } from './road-lines.ts';
import { isMainRoad } from './road-traffic.ts';
import type { Receiver, Transfer } from './transfer.ts';

/** Transfers that are kept: with and without a barrier, of this area and the last one. */
const MAX_KEPT = 4;

/** Points of a question, and the buildings that some of them stand before. */
export interface NoiseLayout {
  grid: GridReceivers;
  receivers: readonly Receiver[];
  exposed: readonly ExposedBuilding[];
}

/** A city's roads, ground and walls, with the transfers that were found last. */
export class NoiseSite extends CitySolids {
  readonly network: RoadNetwork | null;
  /** The city's files with the layers that a page lent. */
  known: CityFiles;
  readonly hasLandCover: boolean;
  readonly scene: NoiseScene;
  readonly roads: RoadLines;
  private readonly widestM: number;
  private people: Promise<CityPopulation> | null = null;
  private countedTraffic: Promise<GivenCounts> | null = null;
  private airThere: Promise<GivenWeather | null> | null = null;
  private byBuilding: Promise<Float64Array> | null = null;
  private unchanged: { transfer: Transfer; key: string; received: ReceivedByPeriod } | null = null;
  private laid: { key: string; layout: NoiseLayout } | null = null;
  private readonly kept = new Map<string, Transfer>();

  constructor(
    files: CityFiles,
    { city, ground }: Pick<CitySolids, 'city' | 'ground'>,
    network: RoadNetwork | null,
    porosity: Float32Array | null,
  ) {
    super(files, city, ground);
    this.known = files;
    this.network = network;
    this.hasLandCover = porosity !== null;
    this.scene = noiseScene(this, porosity);
    this.roads = roadLines(network, this, this.scene);
    this.widestM = this.roads.segments.reduce((most, { widthM }) => Math.max(most, widthM), 0);
  }

  lend(lent: readonly LentLayer[]): void {
    this.known = withLent(this.files, lent);
    this.people = null;
    this.countedTraffic = null;
    this.airThere = null;
    this.byBuilding = null;
    this.laid = null;
    this.kept.clear();
  }

  /** What comes over a transfer before any change: summed once for one counted traffic. */
  receivedUnchanged(transfer: Transfer, key: string, make: () => ReceivedByPeriod): ReceivedByPeriod {
    if (this.unchanged?.transfer !== transfer || this.unchanged.key !== key)
      this.unchanged = { transfer, key, received: make() };
    return this.unchanged.received;
  }

  /** The layout of this key, or the one that is made now. */
  async layout(key: string, make: () => Promise<NoiseLayout>): Promise<NoiseLayout> {
    if (this.laid?.key !== key) this.laid = { key, layout: await make() };
    return this.laid.layout;
  }

  /** Spread once, until other layers are lent. */
  population(): Promise<CityPopulation> {
    this.people ??= populationOf(this.known);
    this.people.catch(() => {
      this.people = null;
    });
    return this.people;
  }

  /** Read once, until other layers are lent. */
  counts(): Promise<GivenCounts> {
    this.countedTraffic ??= countsOf(this.known, this.roads.segments);
    this.countedTraffic.catch(() => {
      this.countedTraffic = null;
    });
    return this.countedTraffic;
  }

  /** Read once, until other layers are lent. */
  weather(): Promise<GivenWeather | null> {
    this.airThere ??= weatherOf(this.known);
    this.airThere.catch(() => {
      this.airThere = null;
    });
    return this.airThere;
  }

  /** Residents of each building by its number, counted once. */
  residents(): Promise<Float64Array> {
    this.byBuilding ??= this.countResidents();
    this.byBuilding.catch(() => {
      this.byBuilding = null;
    });
    return this.byBuilding;
  }

  private async countResidents(): Promise<Float64Array> {
    const residents = new Float64Array(this.city?.buildings ?? 0);
    const { homes } = await this.population();
    const byGid = new Map(homes.map((home) => [home.gid, home.residents]));
    if (!this.city) return residents;
    const { prisms, firstPrism } = this.city;
    const gidBase = new Map(this.files.manifest.layers.map((layer) => [layer.id, layer.gidBase]));
    for (const [building, p] of firstPrism.entries()) {
      const base = gidBase.get(prisms.layers[prisms.layer[p]].id);
      residents[building] = base === undefined ? 0 : (byGid.get(base + prisms.row[p]) ?? 0);
    }
    return residents;
  }

  sceneWith(barrier: NoiseRequest['barrier']): NoiseScene {
    if (!barrier) return this.scene;
    const { lineM, heightM } = barrier;
    const pieces = lineM.slice(1).map((to, i): Barrier => ({ from: lineM[i], to, heightM }));
    return withBarriers(this.scene, pieces);
  }

  /** The transfer of this key, or the one that is found now; null: stopped. */
  async transfer(
    key: string,
    find: () => Promise<Transfer | null>,
  ): Promise<{ transfer: Transfer; isKept: boolean } | null> {
    const known = this.kept.get(key);
    if (known) return { transfer: known, isKept: true };
    const transfer = await find();
    if (!transfer) return null;
    for (const oldest of [...this.kept.keys()].slice(0, Math.max(0, this.kept.size + 1 - MAX_KEPT)))
      this.kept.delete(oldest);
    this.kept.set(key, transfer);
    return { transfer, isKept: false };
  }

  /** Class of the ground at a place: 4a beside main roads, else 2. */
  zoneAt([x, y]: Place): NoiseZone {
    const { index, segments } = this.roads;
    const reachM = NOISE_LIMITS.roadsideM;
    const near = index.placeOf([x, y], reachM + this.widestM / 2, (segment) => isMainRoad(segments[segment]));
    return near && near.offM - segments[near.segment].widthM / 2 <= reachM ? '4a' : '2';
  }
}

/** Points of one building among the receivers. */
export function pointsByBuilding(receivers: readonly Receiver[], from: number): Map<number, number[]> {
  const points = new Map<number, number[]>();
  for (let r = from; r < receivers.length; r++) {
    const { building } = receivers[r];
    const own = points.get(building);
    if (own) own.push(r);
    else points.set(building, [r]);
  }
  return points;
}

/** Reads what noise is computed on. */
export async function openNoiseSite(files: CityFiles): Promise<NoiseSite> {
  const { file } = CITY_FACTS.roads;
  const json = files.manifest.facts?.roads ? await files.findJson(file) : null;
  const network = json === null ? null : parseRoadNetwork(json, file);
  return new NoiseSite(files, await readCitySolids(files), network, await readPorosity(files));
}
