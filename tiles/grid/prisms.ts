import { NO_VALUE } from '../../model/city/column.ts';
import type { FactOrigin } from '../../model/city/facts.ts';
import { encodePrisms, NO_STOREYS, NO_USE, type Prisms } from '../../model/city/prisms.ts';
import { UNKNOWN_USE, USE_COLUMNS } from '../../model/plans/building-use.ts';
import type { CityInput, LayerInput, PolygonGeometry, SurfaceGeometry, Utf8Column } from '../model.ts';
import { GROUND_STEP_M, standingParts } from '../shape/extrude.ts';
import type { Ground } from '../shape/ground.ts';
import { FLAT } from '../shape/roof.ts';
import { roomOf } from './building-mask.ts';
import { NumberList } from './number-list.ts';

/** Least upward part of a roof's normal: steeper surfaces are walls, and undersides look down. */
const ROOF_UP_RATIO = 0.1;

const FILE = 'prisms.bin';

/** What is collected while the layers are read. */
interface Draft {
  layers: Prisms['layers'][number][];
  uses: string[];
  numbers: Record<'layer' | 'row' | 'use' | 'storeys' | 'pitched', NumberList<Uint32Array>>;
  metres: Record<'groundM' | 'footM' | 'topM' | 'riseM', NumberList<Float32Array>>;
  ringOf: NumberList<Uint32Array>;
  vertexOf: NumberList<Uint32Array>;
  eastNorthM: NumberList<Float32Array>;
}

interface BakedPrisms {
  facts: Partial<Record<'prisms', FactOrigin>>;
  files: Record<string, string | Uint8Array>;
}

/**
 * All building layers of a city as upright prisms, the same solids as its tiles show: heights that the data state are given; where
 * heights were assumed, or a model's roofs became prisms up to their highest line, the fact is inferred and says of how many.
 */
export function bakePrisms(
  input: Pick<CityInput, 'layers'>,
  ground: Ground,
  made: CityPrisms = prismsOf(input, ground),
): BakedPrisms {
  const { prisms, guessed, modelled } = made;
  if (prisms.count === 0) return { facts: {}, files: {} };
  const { head, bytes } = encodePrisms(prisms, FILE);
  const origin: FactOrigin =
    guessed + modelled === 0
      ? { state: 'given' }
      : { state: 'inferred', code: 'prisms-of-buildings', values: { prisms: prisms.count, guessed, modelled } };
  return { facts: { prisms: origin }, files: { 'prisms.json': head, [FILE]: bytes } };
}

/** The prisms themselves, for who needs them before they are written. */
export interface CityPrisms {
  prisms: Prisms;
  /** How much of each is the rise of its roof. */
  riseM: Float32Array;
  /** Numbers of buildings whose heights were assumed, and whose roofs come from a model. */
  guessed: number;
  modelled: number;
}

/** All building layers as upright prisms, planned ones too. */
export function prismsOf({ layers }: Pick<CityInput, 'layers'>, ground: Ground): CityPrisms {
  const buildings = layers.filter(({ kind }) => kind === 'building');
  const { parts, rings, vertices } = roomOf(buildings);
  const whole = (room = parts) => new NumberList(Uint32Array, Math.max(1, room));
  const metres = (room = parts) => new NumberList(Float32Array, Math.max(1, room));
  const draft: Draft = {
    layers: [],
    uses: [],
    numbers: { layer: whole(), row: whole(), use: whole(), storeys: whole(), pitched: whole() },
    metres: { groundM: metres(), footM: metres(), topM: metres(), riseM: metres() },
    ringOf: whole(parts + 1),
    vertexOf: whole(rings + 1),
    eastNorthM: metres(2 * vertices),
  };
  draft.ringOf.push(0);
  draft.vertexOf.push(0);
  let guessed = 0;
  let modelled = 0;
  for (const layer of buildings) {
    const { geometry, count } = layer.features;
    if (geometry.kind === 'line' || geometry.kind === 'point') continue;
    draft.layers.push({ id: layer.id, state: layer.state });
    const toPrism = rowFacts(layer, draft);
    if (geometry.kind === 'polygon') addParts(geometry, count, ground, draft, toPrism);
    else addRoofs(geometry, count, ground, draft, toPrism);
    if (geometry.kind === 'surface') modelled += count;
    for (const { code, values } of layer.assumptions)
      if (code.startsWith('height-')) guessed += Number(values.count ?? 0);
  }
  return { prisms: wholeOf(draft), riseM: draft.metres.riseM.taken(), guessed, modelled };
}

function wholeOf({ numbers, metres: { groundM, footM, topM }, layers, uses, ...draft }: Draft): Prisms {
  return {
    count: numbers.layer.length,
    layers,
    uses,
    layer: numbers.layer.taken(),
    row: numbers.row.taken(),
    use: numbers.use.taken(),
    storeys: numbers.storeys.taken(),
    pitched: numbers.pitched.taken(),
    groundM: groundM.taken(),
    footM: footM.taken(),
    topM: topM.taken(),
    ringOf: draft.ringOf.taken(),
    vertexOf: draft.vertexOf.taken(),
    eastNorthM: draft.eastNorthM.taken(),
  };
}

/** Closes a prism whose rings were added. */
type ToPrism = (
  row: number,
  part: { groundM: number; footM: number; topM: number; riseM?: number; isPitched: boolean },
) => void;

function rowFacts(layer: LayerInput, draft: Draft): ToPrism {
  const place = draft.layers.length - 1;
  const { columns } = layer.features;
  const storeys = columns.find(({ name, type }) => name === 'storeys' && type !== 'string');
  const use = USE_COLUMNS.map((word) => columns.find(({ name }) => name === word)).find(Boolean);
  const words = use?.type === 'string' ? use.values : null;
  const { numbers, metres: at } = draft;
  return (row, { groundM, footM, topM, riseM = 0, isPitched }) => {
    const counted = storeys?.type === 'string' ? 0 : Number(storeys?.values[row] ?? 0);
    numbers.layer.push(place);
    numbers.row.push(row);
    numbers.use.push(words ? placeOfUse(words, row, draft.uses) : NO_USE);
    numbers.storeys.push(counted > 0 && counted < NO_VALUE ? counted : NO_STOREYS);
    numbers.pitched.push(isPitched ? 1 : 0);
    at.groundM.push(groundM);
    at.footM.push(footM);
    at.topM.push(topM);
    at.riseM.push(riseM);
    draft.ringOf.push(draft.vertexOf.length - 1);
  };
}

function placeOfUse({ offsets, bytes }: Utf8Column, row: number, uses: string[]): number {
  if (offsets[row] === offsets[row + 1]) return NO_USE;
  const word = Buffer.from(bytes.slice(offsets[row], offsets[row + 1])).toString();
  if (UNKNOWN_USE.test(word)) return NO_USE;
  const known = uses.indexOf(word);
  return known >= 0 ? known : uses.push(word) - 1;
}

function addParts(geometry: PolygonGeometry, count: number, ground: Ground, draft: Draft, toPrism: ToPrism): void {
  const { featurePart, partRing, ringVertex, lonLatDeg, partBaseM, partTopM, partRoof, partRoofM } = geometry;
  const level = ground.originElevationM;
  /** East, north and up of the ground of a row's vertices. */
  let enu = new Float64Array(3 * 64);
  let firstVertex = 0;
  const place = (from: number, to: number) => {
    if (enu.length < 3 * (to - from)) enu = new Float64Array(6 * (to - from));
    firstVertex = from;
    for (let i = from, at = 0; i < to; i++, at += 3) {
      ground.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], level, enu, at);
      enu[at + 2] = enu[at + 2] + ground.elevationAt(enu[at], enu[at + 1]) - level;
    }
  };
  /** Up of the lowest ground under vertices of the row. */
  const lowestOf = (from: number, to: number): number => {
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = from; i < to; i++) lowest = Math.min(lowest, enu[3 * (i - firstVertex) + 2]);
    return lowest;
  };
  for (let row = 0; row < count; row++) {
    const first = featurePart[row];
    const end = featurePart[row + 1];
    place(ringVertex[partRing[first]], ringVertex[partRing[end]]);
    const lowestM = lowestOf(ringVertex[partRing[first]], ringVertex[partRing[end]]);
    const standing = standingParts(geometry, row);
    for (let part = first; part < end; part++) {
      const baseM = partBaseM?.[part] ?? 0;
      const isCarried = standing === 'one' || (standing === 'feet' && baseM > 0);
      const ownM = isCarried ? lowestM : lowestOf(ringVertex[partRing[part]], ringVertex[partRing[part + 1]]);
      const groundM = ownM > lowestM + GROUND_STEP_M ? ownM : lowestM;
      for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
        for (let i = ringVertex[ring]; i < ringVertex[ring + 1]; i++) {
          draft.eastNorthM.push(enu[3 * (i - firstVertex)]);
          draft.eastNorthM.push(enu[3 * (i - firstVertex) + 1]);
        }
        draft.vertexOf.push(draft.eastNorthM.length / 2);
      }
      const isPitched = (partRoof?.[part] ?? FLAT) !== FLAT;
      const riseM = isPitched ? (partRoofM?.[part] ?? 0) : 0;
      const topM = groundM + (partTopM?.[part] ?? baseM) + riseM;
      toPrism(row, { groundM, footM: groundM + baseM, topM, riseM, isPitched });
    }
  }
}

/** Each surface that looks up becomes a prism from the model's lowest vertex to the surface's highest. */
function addRoofs(geometry: SurfaceGeometry, count: number, ground: Ground, draft: Draft, toPrism: ToPrism): void {
  const { featureSurface, surfaceRing, ringVertex } = geometry;
  for (let row = 0; row < count; row++) {
    const first = featureSurface[row];
    const end = featureSurface[row + 1];
    const enu = enuOf(geometry, ringVertex[surfaceRing[first]], ringVertex[surfaceRing[end]], ground);
    const from = ringVertex[surfaceRing[first]];
    let footM = Number.POSITIVE_INFINITY;
    for (let i = 2; i < enu.length; i += 3) footM = Math.min(footM, enu[i]);
    for (let surface = first; surface < end; surface++) {
      const rings = { from: surfaceRing[surface], to: surfaceRing[surface + 1] };
      if (!looksUp(enu, 3 * (ringVertex[rings.from] - from), 3 * (ringVertex[rings.from + 1] - from))) continue;
      let topM = Number.NEGATIVE_INFINITY;
      for (let ring = rings.from; ring < rings.to; ring++) {
        for (let i = ringVertex[ring] - from; i < ringVertex[ring + 1] - from; i++) {
          draft.eastNorthM.push(enu[3 * i]);
          draft.eastNorthM.push(enu[3 * i + 1]);
          topM = Math.max(topM, enu[3 * i + 2]);
        }
        draft.vertexOf.push(draft.eastNorthM.length / 2);
      }
      toPrism(row, { groundM: footM, footM, topM, isPitched: true });
    }
  }
}

/** A model's vertices; a NaN elevation lies on the terrain. */
function enuOf(geometry: SurfaceGeometry, from: number, to: number, ground: Ground): Float64Array {
  const { lonLatDeg, elevationM } = geometry;
  const enu = new Float64Array(3 * (to - from));
  for (let i = from; i < to; i++) {
    const at = 3 * (i - from);
    const lies = Number.isNaN(elevationM[i]);
    ground.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], lies ? ground.originElevationM : elevationM[i], enu, at);
    if (lies) enu[at + 2] += ground.elevationAt(enu[at], enu[at + 1]) - ground.originElevationM;
  }
  return enu;
}

/** By Newell's normal of the outer ring. */
function looksUp(enu: Float64Array, from: number, to: number): boolean {
  const normal = [0, 0, 0];
  for (let i = from, j = to - 3; i < to; j = i, i += 3) {
    normal[0] += (enu[j + 1] - enu[i + 1]) * (enu[j + 2] + enu[i + 2]);
    normal[1] += (enu[j + 2] - enu[i + 2]) * (enu[j] + enu[i]);
    normal[2] += (enu[j] - enu[i]) * (enu[j + 1] + enu[i + 1]);
  }
  return normal[2] > ROOF_UP_RATIO * Math.hypot(normal[0], normal[1], normal[2]);
}
