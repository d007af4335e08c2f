import { HEIGHT_ORIGIN, unmeasuredHeight } from '../../model/city/height-origin.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { pipeSystemOf } from '../../model/city/pipe-system.ts';
import { decodePrisms, NO_USE, type Prisms, parsePrismHead } from '../../model/city/prisms.ts';
import { decodeTubes, parseTubeHead, TUBES_FILE, type Tubes } from '../../model/city/tubes.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { buildingUseClass, USE_COLUMNS } from '../../model/plans/building-use.ts';
import type { LandUseClass } from '../../model/plans/land-use.ts';
import {
  MAX_SHAPE_ID,
  type PlanFeature,
  type PlanInfo,
  type PlanProperties,
  STOCK_PLAN,
} from '../../model/plans/plan.ts';
import { sha256 } from '../../model/sha256.ts';
import type { CityFiles } from '../shared/engine.ts';
import { GeosArena, loadGeos, type Polygons } from '../shared/geos.ts';
import type { ReadPlan } from './shapes.ts';

/** Corners of a quarter of a round end. */
const QUARTER_CORNERS = 4;
/** Digits of a height and a level, centimetres. */
const CM = 100;

/** What stands and lies in a city, as a plan's shapes: buildings, pipes and tunnels, from the city's own package. */
interface Stock extends ReadPlan {
  info: PlanInfo;
}

/** What is known of the stock before it is read; null: the city has neither buildings nor pipes in a form that can be compared. */
export function stockInfo({ manifest }: CityFiles): PlanInfo | null {
  if (!manifest.facts?.prisms && !manifest.facts?.tubes) return null;
  const buried = manifest.facts.tubes ? ['pipe', 'tunnel'] : [];
  const kinds = [...(manifest.facts.prisms ? ['building'] : []), ...buried];
  const layers = manifest.layers.filter(({ kind, count }) => kinds.includes(kind) && count > 0);
  return {
    id: STOCK_PLAN,
    authority: manifest.name,
    name: { zh: '现状建筑与地下管线', en: 'Existing buildings and pipes' },
    version: '',
    status: 'survey',
    codes: 'mnr-2023',
    source: { name: manifest.name, licence: layers[0]?.source.licence ?? '', crs: 'EPSG:4326' },
    file: `plans/${STOCK_PLAN}.geojson`,
    hash: sha256([new TextEncoder().encode(JSON.stringify([manifest.id, manifest.inputHash, manifest.bakedBy]))]),
    count: layers.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Reads prisms and tubes; outlines by GEOS. 38,896 buildings and 19,000 pipes of the demo city take some seconds. */
export async function readStock(city: CityFiles, info: PlanInfo): Promise<Stock> {
  const reader = new StockReader(city, new GeosArena(await loadGeos()));
  const features = [...(await reader.buildings()), ...(await reader.tubes())];
  return { info: { ...info, count: features.length }, features };
}

class StockReader {
  private readonly city: CityFiles;
  private readonly bench: GeosArena;
  private readonly origin: LonLat;

  constructor(city: CityFiles, bench: GeosArena) {
    this.city = city;
    this.bench = bench;
    this.origin = city.manifest.origin;
  }

  async buildings(): Promise<PlanFeature[]> {
    const json = await this.city.findJson('prisms.json');
    if (json === null) return [];
    const head = parsePrismHead(json);
    const prisms = decodePrisms(head, await this.city.read(head.file));
    const features: PlanFeature[] = [];
    const byLayer = partsByRow(prisms);
    for (const [l, { id, state }] of prisms.layers.entries()) {
      const layer = this.layer(id);
      const rows = layer && (await this.rows(layer, [HEIGHT_ORIGIN]));
      const uses = layer ? classesOfUses(layer, prisms.uses) : [];
      const kind = state === 'existing' ? 'building' : 'planned-building';
      for (const [row, parts] of byLayer[l]) {
        const shape = this.outline(parts.map((p) => ringsOf(prisms, p)));
        if (!shape) continue;
        const low = Math.min(...parts.map((p) => prisms.groundM[p]));
        const high = Math.max(...parts.map((p) => prisms.topM[p]));
        const use = prisms.use[parts[0]] === NO_USE ? undefined : uses[prisms.use[parts[0]]];
        const heightFrom = unmeasuredHeight(rows?.text(HEIGHT_ORIGIN, row));
        const properties: PlanProperties = {
          kind,
          heightM: rounded(high - low),
          ...(heightFrom ? { heightFrom } : {}),
          ...(use ? { use } : {}),
        };
        features.push(this.feature(rows, layer, row, properties, this.lonLat(shape, low)));
      }
    }
    return features;
  }

  async tubes(): Promise<PlanFeature[]> {
    const json = await this.city.findJson(TUBES_FILE);
    if (json === null) return [];
    const head = parseTubeHead(json);
    const tubes = decodeTubes(head, await this.city.read(head.file));
    const features: PlanFeature[] = [];
    const layers = tubes.layers.map((id) => this.layer(id));
    const rows = await Promise.all(layers.map((layer) => layer && this.rows(layer)));
    for (let tube = 0; tube < tubes.count; tube++) {
      const layer = layers[tubes.layer[tube]];
      const shape = this.strip(tubes, tube);
      if (!layer || shape.length === 0) continue;
      const properties: PlanProperties = { kind: kindOf(layer), ...levelsOf(tubes, tube) };
      const system = pipeSystemOf(layer);
      if (system) properties.system = system;
      const up = tubes.axisM[3 * tubes.vertexOf[tube] + 2];
      features.push(this.feature(rows[tubes.layer[tube]], layer, tubes.row[tube], properties, this.lonLat(shape, up)));
    }
    return numbered(features);
  }

  private layer(id: string): LayerInfo | undefined {
    return this.city.manifest.layers.find((layer) => layer.id === id);
  }

  private rows(layer: LayerInfo, wanted: string[] = []) {
    return openRows(layer, (path) => this.city.read(path), wanted);
  }

  private feature(
    rows: Awaited<ReturnType<typeof openRows>> | undefined,
    layer: LayerInfo | undefined,
    row: number,
    properties: PlanProperties,
    coordinates: number[][][][],
  ): PlanFeature {
    const thing = rows?.thing(row);
    const id = thing?.id || `${layer?.id ?? 'building'}-${row}`;
    if (thing && thing.name.zh !== thing.id) properties.name = thing.name.zh;
    return {
      type: 'Feature',
      id: id.slice(0, MAX_SHAPE_ID),
      properties,
      geometry: { type: 'MultiPolygon', coordinates },
    };
  }

  /** What the parts of a building cover together; null: nothing. */
  private outline(parts: [number, number][][][]): Polygons | null {
    const { bench } = this;
    const { geos } = bench;
    if (parts.length === 1 && parts[0].length === 1) return parts[0][0].length < 3 ? null : [parts[0]];
    const shapes = parts.map((rings) => {
      const holes = rings.slice(1).map((ring) => bench.polygon(ring));
      return holes.reduce(
        (shell, hole) => {
          const left = bench.need(geos.GEOSDifference(shell, hole), 'a building');
          geos.GEOSGeom_destroy(shell);
          geos.GEOSGeom_destroy(hole);
          return left;
        },
        this.valid(bench.polygon(rings[0])),
      );
    });
    const collection = bench.collection(shapes);
    const union = bench.need(geos.GEOSUnaryUnion(collection), 'a building');
    const polygons = bench.polygons(union);
    geos.GEOSGeom_destroy(collection);
    geos.GEOSGeom_destroy(union);
    return polygons.length === 0 ? null : polygons;
  }

  private valid(shape: number): number {
    const { geos } = this.bench;
    if (geos.GEOSisValid(shape) === 1) return shape;
    const repaired = this.bench.need(geos.GEOSMakeValid(shape), 'a repair');
    geos.GEOSGeom_destroy(shape);
    return repaired;
  }

  /** The ground over a tube: its axis as wide as its section, round at the ends. */
  private strip(tubes: Tubes, tube: number): Polygons {
    const { bench } = this;
    const line = bench.line(axisOf(tubes, tube));
    const strip = bench.need(bench.geos.GEOSBuffer(line, tubes.widthM[tube] / 2, QUARTER_CORNERS), 'a strip');
    const polygons = bench.polygons(strip);
    bench.geos.GEOSGeom_destroy(line);
    bench.geos.GEOSGeom_destroy(strip);
    return polygons;
  }

  private lonLat(polygons: Polygons, upM: number): number[][][][] {
    const degrees = ([eastM, northM]: readonly [number, number]): number[] => {
      const { lonDeg, latDeg } = lonLatFromEnu(this.origin, [eastM, northM, upM]);
      return [lonDeg, latDeg];
    };
    return polygons.map((rings) => rings.map((ring) => [...ring, ring[0]].map(degrees)));
  }
}

const rounded = (metres: number): number => Math.round(metres * CM) / CM;

/** Prisms of each layer by their row. */
function partsByRow({ count, layers, layer, row }: Prisms): Map<number, number[]>[] {
  const byLayer = layers.map(() => new Map<number, number[]>());
  for (let p = 0; p < count; p++) {
    const parts = byLayer[layer[p]].get(row[p]);
    if (parts) parts.push(p);
    else byLayer[layer[p]].set(row[p], [p]);
  }
  return byLayer;
}

const ringsOf = ({ ringOf, vertexOf, eastNorthM }: Prisms, p: number): [number, number][][] =>
  Array.from({ length: ringOf[p + 1] - ringOf[p] }, (_, r) => {
    const ring = ringOf[p] + r;
    return Array.from({ length: vertexOf[ring + 1] - vertexOf[ring] }, (_, i): [number, number] => {
      const at = 2 * (vertexOf[ring] + i);
      return [eastNorthM[at], eastNorthM[at + 1]];
    });
  });

/** By the words of the data and by what the legend calls them, in either language. */
function classesOfUses({ attributes }: LayerInfo, words: readonly string[]): (LandUseClass | null)[] {
  const column = USE_COLUMNS.map((word) => attributes.find(({ name }) => name === word)).find(Boolean);
  const values = column && 'values' in column ? column.values : undefined;
  return words.map((word) => {
    const label = values?.[word];
    return buildingUseClass(label ? `${word} ${label.zh} ${label.en}` : word);
  });
}

const kindOf = ({ kind, state }: LayerInfo): PlanProperties['kind'] => {
  if (kind === 'pipe') return state === 'existing' ? 'pipe' : 'planned-pipe';
  return state === 'existing' ? 'rail-tunnel' : 'planned-tunnel';
};

function axisOf({ vertexOf, axisM }: Tubes, tube: number): [number, number][] {
  const points: [number, number][] = [];
  for (let i = vertexOf[tube]; i < vertexOf[tube + 1]; i++) points.push([axisM[3 * i], axisM[3 * i + 1]]);
  return points;
}

/** Highest crown and lowest underside below the ground over them. */
function levelsOf({ vertexOf, axisM, groundM, heightM }: Tubes, tube: number): { topM: number; bottomM: number } {
  let topM = Number.NEGATIVE_INFINITY;
  let bottomM = Number.POSITIVE_INFINITY;
  for (let i = vertexOf[tube]; i < vertexOf[tube + 1]; i++) {
    const middleM = axisM[3 * i + 2] - groundM[i];
    topM = Math.max(topM, middleM + heightM[tube] / 2);
    bottomM = Math.min(bottomM, middleM - heightM[tube] / 2);
  }
  return { topM: rounded(topM), bottomM: rounded(bottomM) };
}

/** A thing of several lines has one id: its lines after the first are numbered. */
function numbered(features: PlanFeature[]): PlanFeature[] {
  const times = new Map<string, number>();
  return features.map((feature) => {
    const n = (times.get(feature.id) ?? 0) + 1;
    times.set(feature.id, n);
    return n === 1 ? feature : { ...feature, id: `${feature.id}#${n}` };
  });
}
