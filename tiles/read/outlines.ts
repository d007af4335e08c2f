import { GROUND, ROOF, WALL } from '../../model/city/surface-class.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { FEET_M } from '../../model/geo/units.ts';
import { Float64List, Uint32List } from '../../readers/shared/growable.ts';
import type { Problems } from '../../readers/shared/problems.ts';
import { Field } from '../../readers/shared/properties.ts';
import type { RawFeatures, RawSurfaces } from '../../readers/shared/raw-features.ts';
import type { SurfaceGeometry } from '../model.ts';
import type { LayerRecipe } from '../recipe.ts';

/** A model whose points lie within this height has no body. */
const FLAT_M = 0.05;
/** Name of the heights of models and of those that are stated of outlines; no file has a property called so. */
const HEIGHT = 'height of the model or of the outline';
/** Attribute of CityGML and CityJSON that says how high a building is. */
const STATED_HEIGHT = 'measuredHeight';

/** Has a building no body of its own, only the outline that it stands on or the edge of its roof? */
export const isOutline = ({ lod, lowestM, highestM }: RawSurfaces, row: number): boolean =>
  lod[row] < 1 || highestM[row] - lowestM[row] < FLAT_M;

/**
 * A recipe and features to which the rules of heights apply as to those of any other format: models are as high as they are, outlines as
 * their file says, by the field that the recipe names or `measuredHeight`. What the recipe asks for in vain is told.
 */
export function withHeights(recipe: LayerRecipe, read: RawSurfaces, problems: Problems): [LayerRecipe, RawFeatures] {
  const { raw, lowestM, highestM } = read;
  const named = recipe.fields.height;
  const wanted = named ?? STATED_HEIGHT;
  const stated = raw.fields.find(({ name, filled }) => name === wanted && filled > 0);
  if (named !== undefined && !stated)
    problems.report('field-missing', () => `${raw.file}: expected a property "${named}" with values, got none`);
  let models = 0;
  const unitM = recipe.units.height === 'ft' ? FEET_M : 1;
  const field = new Field(HEIGHT, raw.count);
  const own = new Uint8Array(raw.count);
  for (let row = 0; row < raw.count; row++) {
    if (isOutline(read, row)) continue;
    own[row] = 1;
    models++;
  }
  const values = new Map<number, number | string>();
  const scale = stated?.unit === 'm' ? 1 / unitM : 1;
  if (stated && (stated.unit === null || stated.unit === 'm'))
    stated.each(
      (row, value) => values.set(row, value * scale),
      (row, text) => values.set(row, text),
    );
  for (let row = 0; row < raw.count; row++) {
    const value = own[row] === 1 ? (highestM[row] - lowestM[row]) / unitM : values.get(row);
    if (typeof value === 'number') field.addNumber(row, value);
    else if (value !== undefined) field.addString(row, value);
  }
  const inVain = [named, recipe.fields.baseHeight, recipe.fields.roofElevation].find((name) => name !== undefined);
  if (models > 0 && inVain !== undefined)
    problems.report(
      'height-unused',
      () => `${raw.file}: ${inVain}: expected outlines without a body, got ${models} models with heights of their own`,
      models,
    );
  const { height: _, ...others } = recipe.fields;
  const fields = field.filled > 0 ? { ...others, height: HEIGHT } : others;
  return [
    { ...recipe, fields },
    { ...raw, fields: [...raw.fields, field] },
  ];
}

/** Outlines as polygons in degrees, rings closed, the outer one anticlockwise. */
export function polygonsOf(raw: RawFeatures, geometry: SurfaceGeometry): RawFeatures {
  const { featureSurface, surfaceRing, ringVertex, lonLatDeg } = geometry;
  const xy = new Float64List(lonLatDeg.length + ringVertex.length);
  const ends = new Uint32List(ringVertex.length);
  ends.push(0);
  for (let surface = 0; surface + 1 < surfaceRing.length; surface++) {
    const outer = surfaceRing[surface];
    for (let ring = outer; ring < surfaceRing[surface + 1]; ring++) {
      const corners = seenFromAbove(geometry, ring, ring === outer);
      for (const v of [...corners, corners[0]]) {
        xy.push(lonLatDeg[2 * v]);
        xy.push(lonLatDeg[2 * v + 1]);
      }
      ends.push(xy.length / 2);
    }
  }
  return {
    ...raw,
    featurePart: featureSurface.slice(),
    partRing: surfaceRing.slice(),
    ringVertex: ends.view(),
    xy: xy.view(),
  };
}

/** Area as it turns, in degrees squared: its sign alone is asked. */
function areaDeg2({ ringVertex, lonLatDeg }: SurfaceGeometry, ring: number): number {
  const from = ringVertex[ring];
  return signedAreaM2(
    Array.from({ length: ringVertex[ring + 1] - from }, (_, i) => [
      lonLatDeg[2 * (from + i)] - lonLatDeg[2 * from],
      lonLatDeg[2 * (from + i) + 1] - lonLatDeg[2 * from + 1],
    ]),
  );
}

const cornersOf = ({ ringVertex }: SurfaceGeometry, ring: number): number[] =>
  Array.from({ length: ringVertex[ring + 1] - ringVertex[ring] }, (_, i) => ringVertex[ring] + i);

/** Outer rings anticlockwise, holes clockwise. */
function seenFromAbove(geometry: SurfaceGeometry, ring: number, isOuter: boolean): number[] {
  const corners = cornersOf(geometry, ring);
  return areaDeg2(geometry, ring) > 0 === isOuter ? corners : corners.reverse();
}

/** From which elevation to which an outline is raised; null for a model, which stays as it is. */
type Raise = (row: number) => readonly [fromM: number, toM: number] | null;

/** The surfaces of some rows, outlines among them as bodies with a level foot and a flat roof. */
export function raisedSurfaces(geometry: SurfaceGeometry, rows: Uint32Array, raise: Raise): SurfaceGeometry {
  const { featureSurface, surfaceRing, surfaceClass, surfaceRgb, lonLatDeg, elevationM, ringVertex } = geometry;
  const features = new Uint32List(rows.length + 1);
  const surfaces = new Uint32List(surfaceRing.length);
  const rings = new Uint32List(ringVertex.length);
  const lonLat = new Float64List(lonLatDeg.length);
  const elevation = new Float64List(elevationM.length);
  const classes: number[] = [];
  const rgb: number[] = [];
  for (const list of [features, surfaces, rings]) list.push(0);
  const ring = (corners: readonly number[], levels: readonly number[] | null): void => {
    for (const [i, v] of corners.entries()) {
      lonLat.push(lonLatDeg[2 * v]);
      lonLat.push(lonLatDeg[2 * v + 1]);
      elevation.push(levels ? levels[i % levels.length] : elevationM[v]);
    }
    rings.push(elevation.length);
  };
  const endSurface = (from: number, kind: number): void => {
    surfaces.push(rings.length - 1);
    classes.push(kind);
    if (surfaceRgb) for (let k = 0; k < 3; k++) rgb.push(surfaceRgb[3 * from + k]);
  };
  for (const row of rows) {
    const range = raise(row);
    for (let surface = featureSurface[row]; surface < featureSurface[row + 1]; surface++) {
      const all = Array.from(
        { length: surfaceRing[surface + 1] - surfaceRing[surface] },
        (_, i) => surfaceRing[surface] + i,
      );
      if (!range) {
        for (const one of all) ring(cornersOf(geometry, one), null);
        endSurface(surface, surfaceClass[surface]);
        continue;
      }
      const [fromM, toM] = range;
      const around = all.map((one, r) => seenFromAbove(geometry, one, r === 0));
      for (const corners of around) ring(corners.toReversed(), [fromM]);
      endSurface(surface, GROUND);
      for (const corners of around) ring(corners, [toM]);
      endSurface(surface, ROOF);
      for (const corners of around)
        for (const [i, v] of corners.entries()) {
          const next = corners[(i + 1) % corners.length];
          ring([v, next, next, v], [fromM, fromM, toM, toM]);
          endSurface(surface, WALL);
        }
    }
    features.push(surfaces.length - 1);
  }
  return {
    kind: 'surface',
    featureSurface: features.view(),
    surfaceRing: surfaces.view(),
    ringVertex: rings.view(),
    lonLatDeg: lonLat.view(),
    elevationM: shared(elevation.view(), Float32Array),
    surfaceClass: shared(classes, Uint8Array),
    ...(surfaceRgb ? { surfaceRgb: shared(rgb, Uint8Array) } : {}),
  };
}

function shared<T extends Float32Array | Uint8Array>(
  from: ArrayLike<number>,
  type: { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number },
): T {
  const out = new type(new SharedArrayBuffer(type.BYTES_PER_ELEMENT * from.length));
  out.set(from);
  return out;
}
