import { CITY_FACTS } from '../../model/city/facts.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import { parseRoadNetwork, type RoadNetwork } from '../../model/roads/road-network.ts';
import type { SegmentClosure } from '../../model/roads/road-state.ts';
import { MessageError } from '../../model/text/message.ts';
import { type CitySolids, mapPlace, readCityGround } from './city-solids.ts';
import type { CityFiles, Pause } from './engine.ts';
import type { LentLayer } from './lent-layers.ts';
import { PeopledCity } from './peopled-city.ts';
import { type ServingLayer, servingLayers } from './serving-things.ts';
import { walkingMessage } from './walking-messages.ts';
import { type WalkingNet, walkingNet } from './walking-times.ts';
import type { WayPlace } from './way-index.ts';

/** What a request says of the ways that people walk. */
interface WalkingWish {
  crossingWaitS: number;
  closed?: readonly SegmentClosure[] | undefined;
}

/** Ways on foot that are closed, and named segments that the network does not have. */
export interface ClosedWays {
  ways: number;
  unknown: string[];
}

/** Minutes a cell; below −1e29: no way in reach. */
export type MinutesMap = RasterPlace & { values: Float32Array; elevationM: Float32Array };

/** The time of a place and the facility that it is to; null: no way in reach. */
export type MinutesAt = (at: readonly [number, number]) => { minutes: number; facility: number } | null;

/** Value of cells that no way is near, as pictures take them. */
const NO_TIME = -2e30;

/** A city's ways on foot, with the ground under them. */
export class WalkedCity extends PeopledCity {
  readonly network: RoadNetwork | null;
  layers: readonly ServingLayer[];
  private readonly numbers: ReadonlyMap<string, number>;
  private net: { waitS: number; net: WalkingNet } | null = null;

  constructor(
    files: CityFiles,
    ground: CitySolids['ground'],
    network: RoadNetwork | null,
    layers: readonly ServingLayer[],
  ) {
    super(files, null, ground);
    this.network = network;
    this.layers = layers;
    this.numbers = new Map(network?.segments.map(({ id }, i) => [id, i]));
  }

  override async lend(lent: readonly LentLayer[]): Promise<void> {
    await super.lend(lent);
    this.layers = await servingLayers(this.known);
  }

  netFor(waitS: number): WalkingNet {
    if (!this.network) throw new MessageError(walkingMessage('no-roads', {}));
    if (this.net?.waitS !== waitS)
      this.net = { waitS, net: walkingNet(this.network, (x, y) => this.groundM(x, y), waitS) };
    return this.net.net;
  }

  /** The same without its closed ways. */
  openNet({ crossingWaitS, closed = [] }: WalkingWish): { net: WalkingNet; closed: ClosedWays } {
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
}

/** Reads what times on foot are computed on. */
export async function openWalkedCity(files: CityFiles): Promise<WalkedCity> {
  const { file } = CITY_FACTS.roads;
  const json = files.manifest.facts?.roads ? await files.findJson(file) : null;
  const network = json === null ? null : parseRoadNetwork(json, file);
  return new WalkedCity(files, await readCityGround(files), network, await servingLayers(files));
}

/** Finds the nearest place on a way that people walk on, at most so far off; null: there is none. */
export const placesOn =
  (net: WalkingNet, reachM: number) =>
  ([x, y]: readonly [number, number]): WayPlace | null =>
    net.index.placeOf([x, y], reachM, (segment) => net.ways[segment] !== null);

/** Minutes of each cell of the city, by the rule that holds for a building at its middle. */
export async function minutesMap(
  city: WalkedCity,
  wantedM: number,
  minutesAt: MinutesAt,
  pause: Pause,
): Promise<MinutesMap | null> {
  const place = mapPlace(city.files.manifest.extentM, wantedM);
  const { westM: west, southM: south, cellM, columns, rows } = place;
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
  return { ...place, values, elevationM };
}
