import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import { needs } from '../accounts/access.ts';
import { boundsDegOf } from './bounds-deg.ts';
import type { FeatureAnswers } from './feature-answers.ts';
import { CRS84 } from './feature-crs.ts';
import { schemaOf } from './feature-schema.ts';
import { MAX_FEATURES_A_TILE } from './feature-tile.ts';
import { MIME } from './media-types.ts';
import {
  MAX_ZOOM,
  TILE_MATRIX_SET,
  TILE_MATRIX_SET_URI,
  tileAddressOf,
  tileMatrixSet,
  worldOf,
  zoomOfBox,
} from './tile-grid.ts';

/** Conformance of OGC API – Tiles (OGC 20-057). */
export const TILE_CONFORMANCE = [
  'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset',
  'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list',
  'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets',
  'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt',
  'http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset',
];
/** Names of OGC 17-069r4: how many things lie in the tile, and how many of them are given. */
const MATCHED = 'OGC-NumberMatched';
const RETURNED = 'OGC-NumberReturned';

interface TileDoor {
  /** Address below which the cities are. */
  root: string;
  manifestOf(city: string): Promise<Manifest | null>;
  answers: FeatureAnswers;
}

type OfCity = { Params: { city: string } };
type OfLayer = { Params: { city: string; layer: string }; Querystring: { f?: string } };
type OfTile = { Params: { city: string; layer: string; z: string; x: string; y: string } };

const link = (rel: string, href: string, type: string, more: object = {}) => ({ rel, href, type, ...more });
const hereOf = ({ protocol, host, url }: FastifyRequest): string => `${protocol}://${host}${url.split('?')[0]}`;

/** Links from a layer and from a city to their tiles. */
export const tileLinks = (path: string) => [
  link('http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector', `${path}/tiles`, MIME.json),
];
export const tilingLinks = (path: string) => [
  link('http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes', `${path}/tileMatrixSets`, MIME.json),
];

/** Offers each layer as vector tiles by OGC API – Tiles, to everybody who may read the cities' files. */
export function tileRoutes(server: FastifyInstance, { root, manifestOf, answers }: TileDoor): void {
  const open = needs('nothing', 'none');
  server.get<OfCity>(`${root}/:city/tileMatrixSets`, open, async (request, reply) => {
    if (!(await manifestOf(request.params.city))) return reply.callNotFound();
    const self = link('self', `${hereOf(request)}/${TILE_MATRIX_SET}`, MIME.json);
    return { tileMatrixSets: [{ id: TILE_MATRIX_SET, uri: TILE_MATRIX_SET_URI, links: [self] }] };
  });
  server.get<OfCity>(`${root}/:city/tileMatrixSets/${TILE_MATRIX_SET}`, open, async ({ params }, reply) =>
    (await manifestOf(params.city)) ? tileMatrixSet() : reply.callNotFound(),
  );
  const layerOf = async ({ city, layer }: OfLayer['Params']): Promise<LayerInfo | null> =>
    (await manifestOf(city))?.layers.find(({ id, count }) => id === layer && count > 0) ?? null;
  const ofLayer = `${root}/:city/collections/:layer/tiles`;
  server.get<OfLayer>(ofLayer, open, async (request, reply) => {
    const layer = await layerOf(request.params);
    if (!layer) return reply.callNotFound();
    const here = hereOf(request);
    const self = link('self', `${here}/${TILE_MATRIX_SET}`, MIME.json);
    return { links: [link('self', here, MIME.json)], tilesets: [{ ...headOf(layer), links: [self] }] };
  });
  server.get<OfLayer>(`${ofLayer}/${TILE_MATRIX_SET}`, open, async (request, reply) => {
    const city = await manifestOf(request.params.city);
    const layer = await layerOf(request.params);
    if (!city || !layer) return reply.callNotFound();
    const here = hereOf(request);
    return request.query.f === 'tilejson' ? tileJsonOf(city, layer, here) : tilesetOf(city, layer, here);
  });
  server.get<OfTile>(`${ofLayer}/${TILE_MATRIX_SET}/:z/:x/:y`, open, async ({ params, asker, ip }, reply) => {
    const tile = tileAddressOf(params.z, params.x, params.y);
    if (!tile || !(await layerOf(params))) return reply.callNotFound();
    const answer = await answers.tile({ city: params.city, layer: params.layer, tile }, asker ?? ip);
    if (!answer) return reply.callNotFound();
    reply.header(MATCHED, answer.matched).header(RETURNED, answer.returned).header('Cache-Control', 'no-cache');
    if (answer.bytes.byteLength === 0) return reply.code(204).send();
    return reply.type(MIME.tile).send(Buffer.from(answer.bytes));
  });
}

const headOf = ({ label }: LayerInfo) => ({
  title: label.en,
  dataType: 'vector',
  crs: 'http://www.opengis.net/def/crs/EPSG/0/3857',
  tileMatrixSetURI: TILE_MATRIX_SET_URI,
});

/** Zooms from which on a tile holds about the whole layer, and the last. */
function zoomsOf(boundsDeg: readonly number[]): { least: number; most: number } {
  const [west, north] = worldOf([boundsDeg[0], boundsDeg[3]]);
  const [east, south] = worldOf([boundsDeg[2], boundsDeg[1]]);
  return { least: zoomOfBox([west, north, east, south]), most: MAX_ZOOM };
}

function tilesetOf(city: Manifest, layer: LayerInfo, here: string): object {
  const boundsDeg = boundsDegOf(city, layer);
  const { least, most } = zoomsOf(boundsDeg);
  const tiles = `${here}/{tileMatrix}/{tileCol}/{tileRow}`;
  return {
    ...headOf(layer),
    description: `${layer.label.en}: ${layer.count} things. ${limitWords}`,
    license: layer.source.licence,
    attribution: layer.source.name.en,
    boundingBox: { lowerLeft: boundsDeg.slice(0, 2), upperRight: boundsDeg.slice(2), crs: CRS84 },
    layers: [
      {
        id: layer.id,
        title: layer.label.en,
        dataType: 'vector',
        minTileMatrix: String(least),
        maxTileMatrix: String(most),
        propertiesSchema: schemaOf(layer, `${here.replace(/\/tiles\/.*$/, '')}/schema`),
      },
    ],
    links: [
      link('self', here, MIME.json),
      link('item', tiles, MIME.tile, { templated: true }),
      link('http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme', TILE_MATRIX_SET_URI, MIME.json),
      link('describedby', `${here}?f=tilejson`, MIME.json),
    ],
  };
}

const limitWords = `A tile gives at most ${MAX_FEATURES_A_TILE}, the largest first; those too small to be drawn are left out. ${MATCHED} and ${RETURNED} count both.`;

/** TileJSON 3.0, which MapLibre, QGIS and kepler.gl read. */
function tileJsonOf(city: Manifest, layer: LayerInfo, here: string): object {
  const bounds = boundsDegOf(city, layer);
  const { least, most } = zoomsOf(bounds);
  const fields = layer.attributes.map(({ name, label, unit }) => [name, unit ? `${label.en}, ${unit}` : label.en]);
  return {
    tilejson: '3.0.0',
    name: layer.label.en,
    description: limitWords,
    attribution: layer.source.name.en,
    tiles: [`${here}/{z}/{x}/{y}`],
    minzoom: least,
    maxzoom: most,
    bounds,
    vector_layers: [{ id: layer.id, fields: Object.fromEntries([['id', 'Id'], ...fields]) }],
  };
}
