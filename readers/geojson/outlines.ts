import * as v from 'valibot';

/** A place in metres: one in degrees is not known from one 100 m from a frame's origin, so whoever reads checks where it lies. */
const Place = v.pipe(
  v.array(v.pipe(v.number(), v.finite())),
  v.minLength(2),
  v.transform(([eastM, northM]): [number, number] => [eastM, northM]),
);
const Polygon = v.array(v.pipe(v.array(Place), v.minLength(4)));
const Geometry = v.variant('type', [
  v.object({ type: v.literal('Polygon'), coordinates: Polygon }),
  v.object({ type: v.literal('MultiPolygon'), coordinates: v.array(Polygon) }),
]);

/** A collection of polygons in metres beside a case, as a schema, so that a case's own faults and these are worded alike. */
export const OutlineCollection = v.object({
  type: v.literal('FeatureCollection'),
  features: v.array(v.object({ type: v.literal('Feature'), geometry: Geometry })),
});

/** The polygons of a collection, each as its rings. */
export const outlinesOf = ({ features }: v.InferOutput<typeof OutlineCollection>): [number, number][][][] =>
  features.flatMap(({ geometry }) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates));
