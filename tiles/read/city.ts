import { enuFromLonLat } from '../../src/geo/enu.ts';
import type { LonLat } from '../../src/geo/lon-lat.ts';
import type { CityInput, Geometry, LayerInput } from '../model.ts';
import type { Recipe } from '../recipe.ts';
import { type ReadLayer, readLayer } from './layer.ts';
import { ReadError } from './problems.ts';

export interface ReadCityOptions {
  onLayer?: (id: string, nth: number, of: number) => void;
  signal?: AbortSignal;
}

/** Empty ground kept around what a city holds. */
const MARGIN_M = 100;

/** Reads every file of a recipe; what comes out is what `bakeCity` takes. */
export async function readCity(recipe: Recipe, options: ReadCityOptions = {}): Promise<CityInput> {
  const read: ReadLayer[] = [];
  for (const [i, layer] of recipe.layers.entries()) {
    options.signal?.throwIfAborted();
    options.onLayer?.(layer.id, i, recipe.layers.length);
    read.push(await readLayer(layer, options.signal));
  }
  const layers = read.map(({ input }) => input);
  if (layers.length === 0) throw new ReadError(`${recipe.id}: expected layers, got none`);
  const datum = recipe.datum ?? { vertical: 'not stated', geoidUndulationM: 0 };
  if (!recipe.datum)
    for (const layer of layers)
      layer.assumptions.push('vertical datum: elevations taken for heights above the ellipsoid');
  const bounds = boundsOf(layers);
  const middle = recipe.origin ?? {
    lonDeg: round((bounds[0] + bounds[2]) / 2),
    latDeg: round((bounds[1] + bounds[3]) / 2),
  };
  const groundM = recipe.groundElevationM ?? 0;
  const origin: LonLat = { ...middle, heightM: groundM + datum.geoidUndulationM };
  const extentM = extentOf(origin, bounds);
  return {
    id: recipe.id,
    name: recipe.name,
    fictional: false,
    about: recipe.about ?? recipe.name,
    origin,
    zone: recipe.zone,
    datum,
    extentM,
    home: homeOf(origin, extentM),
    elevation: null,
    layers,
    tour: [],
    labels: [],
    landCover: null,
    files: {},
  };
}

const round = (deg: number): number => Math.round(deg * 1e6) / 1e6;

/** West, south, east, north in degrees over all layers. */
function boundsOf(layers: LayerInput[]): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const layer of layers) {
    const geometry: Geometry = layer.features.geometry;
    const { lonLatDeg } = geometry;
    for (let i = 0; i < lonLatDeg.length; i += 2) {
      if (lonLatDeg[i] < west) west = lonLatDeg[i];
      if (lonLatDeg[i] > east) east = lonLatDeg[i];
      if (lonLatDeg[i + 1] < south) south = lonLatDeg[i + 1];
      if (lonLatDeg[i + 1] > north) north = lonLatDeg[i + 1];
    }
  }
  return [west, south, east, north];
}

function extentOf(origin: LonLat, [west, south, east, north]: [number, number, number, number]): CityInput['extentM'] {
  let extent: CityInput['extentM'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const lonDeg of [west, (west + east) / 2, east])
    for (const latDeg of [south, north]) {
      const [e, n] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
      extent = [Math.min(extent[0], e), Math.min(extent[1], n), Math.max(extent[2], e), Math.max(extent[3], n)];
    }
  const out = (value: number, sign: number): number => sign * Math.ceil(sign * value + MARGIN_M);
  return [out(extent[0], -1), out(extent[1], -1), out(extent[2], 1), out(extent[3], 1)];
}

/** From the south, looking down at 35°, so far that the city fills the picture. */
function homeOf(origin: LonLat, [west, south, east, north]: CityInput['extentM']): CityInput['home'] {
  const sizeM = Math.min(Math.max(east - west, north - south, 400), 12_000);
  const awayM = 0.9 * sizeM;
  const middleNorthM = (south + north) / 2;
  const degPerM = 1 / 111_320;
  return {
    lonDeg: origin.lonDeg + ((west + east) / 2) * (degPerM / Math.cos((origin.latDeg * Math.PI) / 180)),
    latDeg: origin.latDeg + (middleNorthM - awayM * Math.cos((35 * Math.PI) / 180)) * degPerM,
    heightM: origin.heightM + awayM * Math.sin((35 * Math.PI) / 180),
    headingDeg: 0,
    pitchDeg: -35,
  };
}
