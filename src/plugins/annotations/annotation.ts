import * as v from 'valibot';
import type { Point } from '../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import { requirement } from '../../../model/text/requirements.ts';

/** More than anybody reads on one picture. */
export const MAX_ANNOTATIONS = 200;
/** Characters, as the field takes them. */
const MAX_REMARK_TEXT = 200;
/** More points than anybody sets by hand. */
const MAX_FORM_POINTS = 200;

export const ANNOTATION_FORMS = ['point', 'line', 'area'] as const;
export type AnnotationForm = (typeof ANNOTATION_FORMS)[number];

/** Fewest points that make the form. */
export const MIN_POINTS: Readonly<Record<AnnotationForm, number>> = { point: 1, line: 2, area: 3 };

/** A remark at a place of the city, as it is kept. */
export const Annotation = v.pipe(
  v.object({
    /** Unique in the window. */
    id: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
    form: v.picklist(ANNOTATION_FORMS),
    /** Empty: it is named by its number. */
    text: v.pipe(v.string(), v.maxLength(MAX_REMARK_TEXT)),
    /** Longitude, latitude (WGS 84, degrees) and height above the ellipsoid (metres); an area's first point is not repeated. */
    points: v.pipe(
      v.array(
        v.object({
          lonDeg: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
          latDeg: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
          heightM: v.pipe(v.number(), v.minValue(-1e5), v.maxValue(1e5)),
        }),
      ),
      v.maxLength(MAX_FORM_POINTS),
    ),
  }),
  v.check(({ form, points }) => points.length >= MIN_POINTS[form], requirement('enoughPoints')),
);

export type Annotation = v.InferOutput<typeof Annotation>;

export const Annotations = v.pipe(v.array(Annotation), v.maxLength(MAX_ANNOTATIONS));

/** The first number that none has. */
export function freeId(annotations: readonly Pick<Annotation, 'id'>[]): string {
  const taken = new Set(annotations.map(({ id }) => id));
  let n = 1;
  while (taken.has(String(n))) n++;
  return String(n);
}

/** A FeatureCollection (RFC 7946): heights are above the ellipsoid, an area runs anticlockwise and is closed. */
export function geoJsonOf(annotations: readonly Annotation[]): object {
  return {
    type: 'FeatureCollection',
    features: annotations.map((annotation) => ({
      type: 'Feature',
      id: annotation.id,
      properties: { text: annotation.text },
      geometry: geometryOf(annotation),
    })),
  };
}

function geometryOf({ form, points }: Annotation): object {
  const coordinates = points.map(({ lonDeg, latDeg, heightM }) => [lonDeg, latDeg, heightM]);
  if (form === 'point') return { type: 'Point', coordinates: coordinates[0] };
  if (form === 'line') return { type: 'LineString', coordinates };
  // Degrees give no area, but the way round.
  const corners = points.map(({ lonDeg, latDeg }): Point => [lonDeg - points[0].lonDeg, latDeg - points[0].latDeg]);
  const ring = signedAreaM2(corners) < 0 ? coordinates.toReversed() : coordinates;
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}
