import type { CityInput, LayerInput } from '../../model.ts';
import type { Ground } from '../../shape/ground.ts';
import type { GridFrame } from '../bed.ts';
import { type CityPrisms, prismsOf } from '../prisms.ts';
import type { Crowns } from './crowns.ts';
import type { Blocks } from './height-field.ts';
import { lampsOf } from './lamps.ts';
import type { LightSource } from './light-raster.ts';

/** Contact at the foot of a wall wants small cells; finer ones are paid by what a phone's card holds. */
const FINEST_CELL_M = 2;
/** Four bytes each: 24 MB on the card, 32 with its mipmaps. */
const MAX_CELLS = 6_000_000;
/** What every WebGL 2 takes as a texture's side. */
const MAX_SIDE = 4096;

/** Trees that say no crown. */
const DEFAULT_CROWN_M = 5;
const MAX_CROWN_M = 30;

type Land = Pick<CityInput, 'extentM' | 'elevation' | 'layers' | 'files'>;

/** The cells over a city's extent: 2 m, or the next whole metre that is few enough. */
export function lightFrame([west, south, east, north]: CityInput['extentM']): GridFrame {
  const frame = (cellM: number) => ({
    westM: west,
    southM: south,
    cellM,
    columns: Math.max(1, Math.ceil((east - west) / cellM)),
    rows: Math.max(1, Math.ceil((north - south) / cellM)),
  });
  let made = frame(FINEST_CELL_M);
  while (made.columns * made.rows > MAX_CELLS || Math.max(made.columns, made.rows) > MAX_SIDE)
    made = frame(made.cellM + 1);
  return made;
}

/** What keeps light off: standing buildings as blocks (pitched roofs to half their rise), crowns; where water lies, and the lamps. */
export function lightSource(
  { extentM, elevation, layers, files }: Land,
  ground: Ground,
  prisms: () => CityPrisms = () => prismsOf({ layers }, ground),
): LightSource {
  const blocks = blocksOf(layers, ground, prisms);
  return {
    frame: lightFrame(extentM),
    elevation,
    originElevationM: ground.originElevationM,
    blocks,
    crowns: crownsOf(layers, ground),
    water: waterOf(layers, ground),
    lamps: lampsOf({ layers, files }, ground, blocks),
  };
}

function blocksOf(layers: readonly LayerInput[], ground: Ground, all: () => CityPrisms): Blocks {
  const buildings = layers.filter(({ kind }) => kind === 'building');
  const standing = buildings.filter(({ state }) => state !== 'planned');
  const { prisms, riseM } = standing.length === buildings.length ? all() : prismsOf({ layers: standing }, ground);
  const { ringOf, vertexOf, eastNorthM, topM } = prisms;
  return { ringOf, vertexOf, eastNorthM, topM: topM.map((m, i) => m - riseM[i] / 2) };
}

function crownsOf(layers: readonly LayerInput[], ground: Ground): Crowns {
  const found: number[] = [];
  const enu = new Float64Array(3);
  for (const { kind, state, features } of layers) {
    const { geometry, count, columns } = features;
    if (kind !== 'tree' || state === 'planned' || geometry.kind !== 'point') continue;
    const crown = columns.find(({ name, type }) => name === 'crown' && type !== 'string');
    const crowns = crown?.type === 'string' ? undefined : crown?.values;
    for (let row = 0; row < count; row++) {
      ground.enu(geometry.lonLatDeg[2 * row], geometry.lonLatDeg[2 * row + 1], ground.originElevationM, enu, 0);
      const crownM = Number(crowns?.[row]);
      found.push(enu[0], enu[1], crownM > 0 && crownM <= MAX_CROWN_M ? crownM : DEFAULT_CROWN_M);
    }
  }
  return { eastNorthCrownM: Float32Array.from(found) };
}

function waterOf(layers: readonly LayerInput[], ground: Ground): LightSource['water'] {
  const ringOf = [0];
  const vertexOf = [0];
  const eastNorthM: number[] = [];
  const enu = new Float64Array(3);
  for (const { kind, state, features } of layers) {
    const { geometry, count } = features;
    if (kind !== 'water' || state === 'planned' || geometry.kind !== 'polygon') continue;
    const { featurePart, partRing, ringVertex, lonLatDeg } = geometry;
    for (let part = 0; part < featurePart[count]; part++) {
      for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
        for (let i = ringVertex[ring]; i < ringVertex[ring + 1]; i++) {
          ground.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], ground.originElevationM, enu, 0);
          eastNorthM.push(enu[0], enu[1]);
        }
        vertexOf.push(eastNorthM.length / 2);
      }
      ringOf.push(vertexOf.length - 1);
    }
  }
  return {
    ringOf: Uint32Array.from(ringOf),
    vertexOf: Uint32Array.from(vertexOf),
    eastNorthM: Float32Array.from(eastNorthM),
  };
}
