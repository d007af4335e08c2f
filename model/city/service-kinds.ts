/** Protocols that a service of features may speak: OGC API – Features, or WFS 2.0. */
export const FEATURE_SERVICE_KINDS = ['oapif', 'wfs'] as const;
/** Services whose pictures cover the ground: OGC WMS, OGC WMTS, and tiles by a template. */
const MAP_SERVICE_KINDS = ['wms', 'wmts', 'xyz'] as const;
/** All kinds of services that can be named by their address; `3dtiles` is a tileset. */
export const SERVICE_KINDS = [...FEATURE_SERVICE_KINDS, '3dtiles', ...MAP_SERVICE_KINDS] as const;

type FeatureKind = (typeof FEATURE_SERVICE_KINDS)[number];
export type MapKind = (typeof MAP_SERVICE_KINDS)[number];

/** Systems that a service may be asked in. */
export const FEATURE_SERVICE_CRS = ['CRS84', 'EPSG:4326', 'EPSG:4490', 'EPSG:3857'] as const;
export type FeatureServiceCrs = (typeof FEATURE_SERVICE_CRS)[number];

/** Versions of WMS in use: 1.3.0 has the axes of EPSG:4326 and EPSG:4490 as the register does, latitude first; 1.1.1 has not. */
export const WMS_VERSIONS = ['1.3.0', '1.1.1'] as const;

/** Letters that the name of a service has at most. */
export const MAX_SERVICE_NAME = 64;

/** How far a tileset may be raised or lowered. */
export const MAX_OFFSET_M = 1000;
/** Pictures of maps are asked for down to this level. */
export const MAX_MAP_LEVEL = 22;

interface OfKind {
  kind: string;
}

export const isFeatureService = <S extends OfKind>(service: S): service is Extract<S, { kind: FeatureKind }> =>
  FEATURE_SERVICE_KINDS.some((kind) => kind === service.kind);

export const isMapService = <S extends OfKind>(service: S): service is Extract<S, { kind: MapKind }> =>
  MAP_SERVICE_KINDS.some((kind) => kind === service.kind);

/** Pictures in degrees cover the earth by two tiles at level 0, those of Web Mercator by one. */
export const isGeographic = ({ crs }: { crs: FeatureServiceCrs }): boolean => crs !== 'EPSG:3857';

/** The name of the file by which a tileset begins, below the folder of its address. */
export function firstFileOf({ url }: { url: string }): string {
  const name = new URL(url).pathname.replace(/^.*\//, '');
  return name === '' ? 'tileset.json' : decodeURIComponent(name);
}
