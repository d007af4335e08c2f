import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Text } from '../../src/city/manifest.ts';
import { type IfcElement, IfcError, type IfcModel } from '../../workers/construction/ifc/ifc-model.ts';
import { readIfc, USUAL_IFC_LIMITS } from '../../workers/construction/ifc/read-ifc.ts';
import type { SurfaceGeometry } from '../model.ts';
import type { ColumnRecipe } from '../recipe.ts';
import type { RawFeatures } from './geojson.ts';
import { placeModel } from './ifc-place.ts';
import { type Problems, ReadError } from './problems.ts';
import { Field } from './properties.ts';

export interface RawModel {
  raw: RawFeatures;
  geometry: SurfaceGeometry;
  crs: string;
  crsAssumed: boolean;
  lowestM: Float64Array;
}

const DISCIPLINES: Record<IfcElement['discipline'], Text> = {
  structure: { zh: '结构', en: 'Structure' },
  architecture: { zh: '建筑', en: 'Architecture' },
  services: { zh: '机电', en: 'Services' },
  site: { zh: '场地', en: 'Site' },
};

/** What every model has, in both languages; a recipe that declares columns of its own adds to these. */
export const IFC_COLUMNS: ColumnRecipe[] = [
  { field: 'class', type: 'code', label: { zh: 'IFC 类别', en: 'IFC class' } },
  { field: 'discipline', type: 'code', label: { zh: '专业', en: 'Discipline' }, values: DISCIPLINES },
  { field: 'storey', type: 'code', label: { zh: '楼层', en: 'Storey' } },
  { field: 'name', type: 'string', label: { zh: '名称', en: 'Name' } },
  { field: 'tag', type: 'string', label: { zh: '标记', en: 'Tag' } },
  { field: 'volume', type: 'number', unit: 'm3', label: { zh: '模型体积', en: 'Volume of the model' } },
  { field: 'statedVolume', type: 'number', unit: 'm3', label: { zh: '文件所载净体积', en: 'Net volume stated' } },
];

/** Of the single properties the best filled become columns; the rest would be a column for a handful of elements each. */
const MOST_PROPERTY_COLUMNS = 40;
const LEAST_FILLED_RATIO = 0.02;

/** A building model as features of surfaces, a triangle each; ids are GlobalIds. Limits and failures as `readIfc` has them. */
export async function readIfcLayer(path: string, wanted: string | undefined, problems: Problems): Promise<RawModel> {
  const file = basename(path);
  const { size } = statSync(path);
  if (size > USUAL_IFC_LIMITS.mostBytes)
    throw new ReadError(`${file}: expected at most ${USUAL_IFC_LIMITS.mostBytes} bytes, got ${size}`);
  let model: IfcModel;
  try {
    model = await readIfc(readFileSync(path), file);
  } catch (error) {
    throw error instanceof IfcError ? new ReadError(error.message) : error;
  }
  for (const { code, count, example } of model.problems) problems.report(`ifc-${code}`, () => example, count);
  const place = await placeModel(model, file, wanted, problems);
  const { geometry, lowestM } = surfacesOf(model, place.lonLatDeg, place.elevationM);
  const none = new Uint32Array(1);
  const count = model.elements.length;
  return {
    raw: {
      ...{ file, crs: place.crs, count, featurePart: none, partRing: none, ringVertex: none, z: null },
      xy: new Float64Array(0),
      line: new Uint32Array(count),
      fields: fieldsOf(model),
    },
    geometry,
    crs: place.crs,
    crsAssumed: place.assumed,
    lowestM,
  };
}

function fieldsOf({ elements, storeys }: IfcModel): Field[] {
  const count = elements.length;
  const text = (name: string, of: (element: IfcElement) => string) => {
    const field = new Field(name, count);
    for (const [row, element] of elements.entries()) if (of(element) !== '') field.addString(row, of(element));
    return field;
  };
  const number = (name: string, of: (element: IfcElement) => number | null) => {
    const field = new Field(name, count);
    for (const [row, element] of elements.entries()) {
      const value = of(element);
      if (value !== null) field.addNumber(row, value);
    }
    return field;
  };
  const filled = new Map<string, number>();
  for (const { properties } of elements)
    for (const name of properties.keys()) filled.set(name, (filled.get(name) ?? 0) + 1);
  const kept = [...filled]
    .filter(([, times]) => times >= LEAST_FILLED_RATIO * count)
    .sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))
    .slice(0, MOST_PROPERTY_COLUMNS);
  return [
    text('', ({ globalId }) => globalId),
    text('class', ({ ifcClass }) => ifcClass),
    text('discipline', ({ discipline }) => discipline),
    text('storey', ({ storey }) => (storey === null ? '' : storeys[storey].name)),
    text('name', ({ name }) => name),
    text('tag', ({ tag }) => tag),
    number('volume', ({ meshVolumeM3 }) => meshVolumeM3),
    number('statedVolume', ({ stated }) => stated?.volumeM3 ?? null),
    ...kept.map(([name]) => text(name, ({ properties }) => String(properties.get(name) ?? ''))),
  ];
}

/** Up is roof, down is ground, else wall, as CityJSON without semantics. */
const STEEP = 0.2;

function surfacesOf({ mesh, elements }: IfcModel, lonLatDeg: Float64Array, elevationM: Float32Array) {
  const { index, firstIndex, positionM } = mesh;
  const triangles = index.length / 3;
  const shared = <T>(type: { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number }, length: number): T =>
    new type(new SharedArrayBuffer(type.BYTES_PER_ELEMENT * length));
  const geometry: SurfaceGeometry = {
    kind: 'surface',
    featureSurface: shared(Uint32Array, elements.length + 1),
    surfaceRing: shared(Uint32Array, triangles + 1),
    ringVertex: shared(Uint32Array, triangles + 1),
    lonLatDeg: shared(Float64Array, 6 * triangles),
    elevationM: shared(Float32Array, 3 * triangles),
    surfaceClass: shared(Uint8Array, triangles),
  };
  const lowestM = new Float64Array(elements.length).fill(Infinity);
  for (let i = 0; i <= elements.length; i++) geometry.featureSurface[i] = firstIndex[i] / 3;
  for (let t = 0; t <= triangles; t++) {
    geometry.surfaceRing[t] = t;
    geometry.ringVertex[t] = 3 * t;
  }
  for (let i = 0; i < index.length; i++) {
    const v = index[i];
    geometry.lonLatDeg[2 * i] = lonLatDeg[2 * v];
    geometry.lonLatDeg[2 * i + 1] = lonLatDeg[2 * v + 1];
    geometry.elevationM[i] = elevationM[v];
  }
  for (let row = 0; row < elements.length; row++)
    for (let i = firstIndex[row]; i < firstIndex[row + 1]; i++)
      lowestM[row] = Math.min(lowestM[row], geometry.elevationM[i]);
  for (let t = 0; t < triangles; t++) {
    const [a, b, c] = [3 * index[3 * t], 3 * index[3 * t + 1], 3 * index[3 * t + 2]];
    const [ux, uy, uz] = [0, 1, 2].map((k) => positionM[b + k] - positionM[a + k]);
    const [wx, wy, wz] = [0, 1, 2].map((k) => positionM[c + k] - positionM[a + k]);
    const [nx, ny, nz] = [uy * wz - uz * wy, uz * wx - ux * wz, ux * wy - uy * wx];
    const up = nz / (Math.hypot(nx, ny, nz) || 1);
    geometry.surfaceClass[t] = up > STEEP ? 3 : up < -STEEP ? 1 : 2;
  }
  return { geometry, lowestM };
}
