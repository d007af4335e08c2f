/** Types of what the door of features answers. */
export const MIME = {
  json: 'application/json',
  geoJson: 'application/geo+json',
  api: 'application/vnd.oai.openapi+json;version=3.0',
  tile: 'application/vnd.mapbox-vector-tile',
  schema: 'application/schema+json',
} as const;
