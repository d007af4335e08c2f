import type { Manifest } from '../../model/city/manifest.ts';
import { FEATURE_CRS } from './feature-crs.ts';
import { MAX_FEATURES_A_PAGE } from './feature-query.ts';
import { TILE_MATRIX_SET } from './tile-grid.ts';

const parameter = (name: string, schema: object, description: string) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
});

const CRS = { type: 'string', enum: Object.keys(FEATURE_CRS) };
const NUMBERS = { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } };

const OF_PAGE = [
  parameter(
    'limit',
    { type: 'integer', minimum: 1, maximum: MAX_FEATURES_A_PAGE, default: 100 },
    'Features of one page',
  ),
  parameter('offset', { type: 'integer', minimum: 0, default: 0 }, 'Features that are passed over'),
  { ...parameter('bbox', NUMBERS, 'A box; things that meet it are given'), style: 'form', explode: false },
  parameter('bbox-crs', CRS, 'System of the box'),
  parameter('crs', CRS, 'System of the answer'),
  parameter('filter', { type: 'string' }, 'A filter in CQL2 text'),
  parameter('filter-lang', { type: 'string', enum: ['cql2-text'] }, 'Language of the filter'),
  parameter('filter-crs', CRS, 'System of places in the filter'),
  {
    ...parameter('properties', { type: 'array', items: { type: 'string' } }, 'Attributes that are given'),
    style: 'form',
    explode: false,
  },
  parameter('datetime', { type: 'string' }, 'Things have no times of their own: every one matches'),
];

const inPath = (name: string, values?: readonly string[]) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', ...(values ? { enum: values } : {}) },
});

const answers = (description: string, type: string) => ({
  responses: {
    200: { description, content: { [type]: { schema: { type: 'object' } } } },
    400: { description: 'The request cannot be read: the sentence says what was expected' },
    404: { description: 'There is no such layer or thing' },
  },
});

function tilePaths(layer: object): object {
  const tiles = '/collections/{collectionId}/tiles';
  const tileset = `${tiles}/${TILE_MATRIX_SET}`;
  return {
    '/tileMatrixSets': {
      get: { operationId: 'getTileMatrixSets', ...answers('Tile matrix sets', 'application/json') },
    },
    [tiles]: {
      get: { operationId: 'getTilesets', parameters: [layer], ...answers('Tilesets of a layer', 'application/json') },
    },
    [tileset]: {
      get: {
        operationId: 'getTileset',
        parameters: [layer, parameter('f', { type: 'string', enum: ['json', 'tilejson'] }, 'Form of the description')],
        ...answers('A tileset', 'application/json'),
      },
    },
    [`${tileset}/{tileMatrix}/{tileCol}/{tileRow}`]: {
      get: {
        operationId: 'getTile',
        parameters: [layer, ...['tileMatrix', 'tileCol', 'tileRow'].map((name) => inPath(name))],
        ...answers(
          'A vector tile; OGC-NumberMatched and OGC-NumberReturned count',
          'application/vnd.mapbox-vector-tile',
        ),
      },
    },
  };
}

/** Describes the door of a city as OpenAPI 3.0, with its layers by name. */
export function openApiOf(city: Manifest, path: string): object {
  const layer = inPath(
    'collectionId',
    city.layers.map(({ id }) => id),
  );
  return {
    openapi: '3.0.3',
    info: { title: `${city.name.en} – OGC API Features`, version: city.bakedBy },
    servers: [{ url: path }],
    paths: {
      '/': { get: { operationId: 'getLandingPage', ...answers('Landing page', 'application/json') } },
      '/conformance': { get: { operationId: 'getConformance', ...answers('Conformance', 'application/json') } },
      '/collections': { get: { operationId: 'getCollections', ...answers('Layers', 'application/json') } },
      '/collections/{collectionId}': {
        get: { operationId: 'getCollection', parameters: [layer], ...answers('A layer', 'application/json') },
      },
      '/collections/{collectionId}/queryables': {
        get: { operationId: 'getQueryables', parameters: [layer], ...answers('Attributes', 'application/schema+json') },
      },
      '/collections/{collectionId}/items': {
        get: {
          operationId: 'getFeatures',
          parameters: [layer, ...OF_PAGE],
          ...answers('Things', 'application/geo+json'),
        },
      },
      ...tilePaths(layer),
      '/collections/{collectionId}/items/{featureId}': {
        get: {
          operationId: 'getFeature',
          parameters: [layer, inPath('featureId'), parameter('crs', CRS, 'System of the answer')],
          ...answers('A thing', 'application/geo+json'),
        },
      },
    },
  };
}
