import { CrsError, crsOf } from '../../model/geo/crs.ts';
import type { BuildingModel } from '../../readers/ifc/building-model.ts';
import { columnsOf, DEFAULT_COLUMNS } from '../../readers/ifc/columns.ts';
import { placePoints, proposePlace } from '../../readers/ifc/place.ts';
import { type Problems, ReadError } from '../../readers/shared/problems.ts';
import { Field } from '../../readers/shared/properties.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { bakeMessage } from '../messages.ts';
import type { SurfaceGeometry } from '../model.ts';
import type { ColumnRecipe } from '../recipe.ts';
import { reportPlaceDoubts } from './place-doubts.ts';

/** A model's elements as features of a layer, with the system that placed them. */
interface RawModel {
  raw: RawFeatures;
  geometry: SurfaceGeometry;
  crs: string;
  crsAssumed: boolean;
  lowestM: Float64Array;
}

/** What every model has, in both languages; a recipe that declares columns of its own adds to these. */
export const MODEL_COLUMNS: ColumnRecipe[] = DEFAULT_COLUMNS.map(({ name, type, unit, label, values }) => ({
  field: name,
  type,
  label,
  ...(unit === undefined ? {} : { unit }),
  ...(values === undefined ? {} : { values }),
}));

/**
 * A building model as features of surfaces, a triangle each; ids are GlobalIds. `wanted` is the system of a model that names a map without
 * one, or no place at all.
 */
export async function surfacesOfModel(
  model: BuildingModel,
  file: string,
  wanted: string | undefined,
  problems: Problems,
): Promise<RawModel> {
  for (const { code, count, example } of model.problems) problems.report(`ifc-${code}`, () => example, count);
  const proposed = proposePlace(model, wanted);
  if (!proposed) throw new ReadError(bakeMessage('model-place', { file }));
  const { place, doubts } = proposed;
  for (const { code, stated } of doubts) problems.report(`ifc-${code}`, () => `${file}: ${stated.join(', ')}`);
  const lonLatDeg = new Float64Array((2 * model.mesh.positionM.length) / 3);
  const elevationM = new Float32Array(model.mesh.positionM.length / 3);
  try {
    await placePoints(model.mesh.positionM, place, file, lonLatDeg, elevationM);
  } catch (error) {
    throw error instanceof CrsError ? new ReadError(...error.messages) : error;
  }
  const crs = place.kind === 'map' ? place.crs : 'EPSG:4326';
  reportPlaceDoubts(await crsOf(crs, file), file, lonLatDeg, problems);
  const { geometry, lowestM } = surfacesOf(model, lonLatDeg, elevationM);
  const none = new Uint32Array(1);
  const count = model.elements.length;
  return {
    raw: {
      file,
      crs,
      count,
      featurePart: none,
      partRing: none,
      ringVertex: none,
      z: null,
      xy: new Float64Array(0),
      line: new Uint32Array(count),
      fields: fieldsOf(model),
    },
    geometry,
    crs,
    crsAssumed: proposed.isAssumed,
    lowestM,
  };
}

function fieldsOf(model: BuildingModel): Field[] {
  const { elements } = model;
  const ids = new Field('', elements.length);
  for (const [row, { globalId }] of elements.entries()) ids.addString(row, globalId);
  const fields = columnsOf(model).map(({ name, of }) => {
    const field = new Field(name, elements.length);
    for (const [row, element] of elements.entries()) {
      const value = of(element);
      if (typeof value === 'number') field.addNumber(row, value);
      else if (value !== null && value !== '') field.addString(row, value);
    }
    return field;
  });
  return [ids, ...fields];
}

/** Up is roof, down is ground, else wall, as CityJSON without semantics. */
const STEEP = 0.2;

/** Value of each part of a colour, where a file says nothing. */
const WHITE = 255;

function surfacesOf({ mesh, elements }: BuildingModel, lonLatDeg: Float64Array, elevationM: Float32Array) {
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
    ...(mesh.rgb.some((part) => part !== WHITE) ? { surfaceRgb: shared(Uint8Array, 3 * triangles) } : {}),
  };
  geometry.surfaceRgb?.set(mesh.rgb);
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
    const a = 3 * index[3 * t];
    const b = 3 * index[3 * t + 1];
    const c = 3 * index[3 * t + 2];
    const [ux, uy, uz] = [0, 1, 2].map((k) => positionM[b + k] - positionM[a + k]);
    const [wx, wy, wz] = [0, 1, 2].map((k) => positionM[c + k] - positionM[a + k]);
    const nx = uy * wz - uz * wy;
    const ny = uz * wx - ux * wz;
    const nz = ux * wy - uy * wx;
    const up = nz / (Math.hypot(nx, ny, nz) || 1);
    geometry.surfaceClass[t] = up > STEEP ? 3 : up < -STEEP ? 1 : 2;
  }
  return { geometry, lowestM };
}
