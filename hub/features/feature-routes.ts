import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isAreaLayer } from '../../model/city/layer-areas.ts';
import type { ListedCity } from '../../model/city/listed-city.ts';
import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import { needs } from '../accounts/access.ts';
import { boundsDegOf } from './bounds-deg.ts';
import type { FeatureAnswers } from './feature-answers.ts';
import { CRS84, FEATURE_CRS } from './feature-crs.ts';
import { openFeatureLayers } from './feature-layers.ts';
import { schemaOf } from './feature-schema.ts';
import { MIME } from './media-types.ts';
import { openApiOf } from './open-api.ts';
import { TILE_CONFORMANCE, tileLinks, tileRoutes, tilingLinks } from './tile-routes.ts';

/** Each city's layers are below this path, as OGC API – Features (OGC 17-069r4) asks for them. */
const FEATURES_PATH = '/ogc/features';

const SPEC = 'http://www.opengis.net/spec';
const CONFORMANCE = [
  `${SPEC}/ogcapi-common-1/1.0/conf/core`,
  `${SPEC}/ogcapi-common-2/1.0/conf/collections`,
  `${SPEC}/ogcapi-features-1/1.0/conf/core`,
  `${SPEC}/ogcapi-features-1/1.0/conf/geojson`,
  `${SPEC}/ogcapi-features-1/1.0/conf/oas30`,
  `${SPEC}/ogcapi-features-2/1.0/conf/crs`,
  `${SPEC}/ogcapi-features-3/1.0/conf/queryables`,
  `${SPEC}/ogcapi-features-3/1.0/conf/queryables-query-parameters`,
  `${SPEC}/ogcapi-features-3/1.0/conf/filter`,
  `${SPEC}/ogcapi-features-3/1.0/conf/features-filter`,
  `${SPEC}/cql2/1.0/conf/cql2-text`,
  `${SPEC}/cql2/1.0/conf/basic-cql2`,
  `${SPEC}/cql2/1.0/conf/advanced-comparison-operators`,
  `${SPEC}/cql2/1.0/conf/basic-spatial-functions`,
  ...TILE_CONFORMANCE,
];

interface FeatureDoor {
  cityFolder: string;
  cities(): Promise<readonly ListedCity[]>;
  answers: FeatureAnswers;
}

type OfLayer = { Params: { city: string; layer: string }; Querystring: Record<string, unknown> };
type OfFeature = { Params: { city: string; layer: string; '*'?: string }; Querystring: Record<string, unknown> };

const link = (rel: string, href: string, type: string, title?: string) => ({
  rel,
  href,
  type,
  ...(title ? { title } : {}),
});

/** The door as the client reaches it: GDAL follows whole addresses alone. */
const doorOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}${FEATURES_PATH}`;

/** Offers the things of each city's layers as OGC API – Features, parts 1 to 3, to everybody who may read the cities' files. */
export function featureRoutes(server: FastifyInstance, { cityFolder, cities, answers }: FeatureDoor): void {
  const open = needs('nothing', 'none');
  const layers = openFeatureLayers(cityFolder);
  const manifestOf = async (id: string): Promise<Manifest | null> =>
    (await cities()).some((city) => city.id === id) ? layers.manifest(id) : null;
  /** Answers from a city's manifest; a city or layer that is not there is no address. */
  const ofCity = (path: string, type: string, answer: (at: At) => object | null) =>
    server.get<OfLayer>(`${FEATURES_PATH}/:city${path}`, open, async (request, reply) => {
      const { params } = request;
      const city = await manifestOf(params.city);
      const layer = city?.layers.find(({ id }) => id === params.layer);
      const body = city && answer({ city, layer, path: `${doorOf(request)}/${city.id}` });
      if (!body) return reply.callNotFound();
      // Of bytes the type goes out as it stands: with a charset behind it GDAL does not take it for a description.
      return reply.header('Content-Type', type).send(Buffer.from(JSON.stringify(body)));
    });
  const ofLayer = (path: string, type: string, answer: (at: At, layer: LayerInfo) => object) =>
    ofCity(`/collections/:layer${path}`, type, (at) => (at.layer ? answer(at, at.layer) : null));

  server.get(FEATURES_PATH, open, async (request) => ({
    title: 'Shapan features',
    links: (await cities()).map(({ id, name }) => link('child', `${doorOf(request)}/${id}`, MIME.json, name.en)),
  }));
  ofCity('', MIME.json, landingOf);
  ofCity('/conformance', MIME.json, () => ({ conformsTo: CONFORMANCE }));
  ofCity('/api', MIME.api, ({ city, path }) => openApiOf(city, path));
  ofCity('/collections', MIME.json, (at) => ({
    links: [link('self', `${at.path}/collections`, MIME.json)],
    crs: Object.keys(FEATURE_CRS),
    collections: featured(at.city).map((layer) => collectionOf(at, layer)),
  }));
  ofLayer('', MIME.json, collectionOf);
  ofLayer('/queryables', MIME.schema, (at, layer) => schemaOf(layer, `${pathOf(at, layer)}/queryables`));
  ofLayer('/schema', MIME.schema, (at, layer) => schemaOf(layer, `${pathOf(at, layer)}/schema`));
  const items = async (request: FastifyRequest<OfFeature>, reply: FastifyReply) => {
    const { params, query, protocol, host, url, asker, ip } = request;
    const { city, layer, '*': id = null } = params;
    if (!(await manifestOf(city))) return reply.callNotFound();
    const path = `${protocol}://${host}${url.split('?')[0]}`;
    const answer = await answers.features({ city, layer, id, query: { ...query }, path }, asker ?? ip);
    if (!answer) return reply.callNotFound();
    return reply.header('Content-Crs', `<${answer.crs}>`).type(MIME.geoJson).send(answer.body);
  };
  server.get<OfFeature>(`${FEATURES_PATH}/:city/collections/:layer/items`, open, items);
  // Ids of OpenStreetMap have a slash (way/23715051), which not every client encodes.
  server.get<OfFeature>(`${FEATURES_PATH}/:city/collections/:layer/items/*`, open, items);
  tileRoutes(server, { root: FEATURES_PATH, manifestOf, answers });
}

/** A city, a layer of it where one is asked for, and the city's own address. */
interface At {
  city: Manifest;
  layer: LayerInfo | undefined;
  path: string;
}

const pathOf = ({ path }: At, { id }: LayerInfo): string => `${path}/collections/${encodeURIComponent(id)}`;

/** A layer without things has tiles alone. */
const featured = ({ layers }: Manifest) =>
  layers.filter(({ count, decorates }) => count > 0 && decorates === undefined);

function landingOf({ city, path }: At): object {
  return {
    title: city.name.en,
    description: `${city.name.zh}: the things of its layers`,
    links: [
      link('self', path, MIME.json),
      link('service-desc', `${path}/api`, MIME.api),
      link('conformance', `${path}/conformance`, MIME.json),
      link('data', `${path}/collections`, MIME.json),
      ...tilingLinks(path),
    ],
  };
}

/** Says in words what the geometry is: a client sees points where somebody expects lines. */
function geometryWords(layer: LayerInfo): string {
  if (isAreaLayer(layer)) return 'Polygons, from the triangles that draw them (rounded to millimetres).';
  if (layer.kind === 'building') return 'Footprints where the city has them, else middles.';
  return 'Middles of the things: their lines and solids stand in the 3D Tiles.';
}

function collectionOf(at: At, layer: LayerInfo): object {
  const { city } = at;
  const path = pathOf(at, layer);
  return {
    id: layer.id,
    title: layer.label.zh,
    titleEn: layer.label.en,
    description: `${layer.label.en}: ${layer.count} things. ${geometryWords(layer)} Source: ${layer.source.name.en}, ${layer.source.licence || 'no licence stated'}.`,
    itemType: 'feature',
    itemCount: layer.count,
    extent: { spatial: { bbox: [boundsDegOf(city, layer)], crs: CRS84 } },
    crs: Object.keys(FEATURE_CRS),
    storageCrs: CRS84,
    links: [
      link('self', path, MIME.json),
      link('items', `${path}/items`, MIME.geoJson),
      link(`${SPEC.replace('/spec', '/def')}/rel/ogc/1.0/queryables`, `${path}/queryables`, MIME.schema),
      link('describedby', `${path}/schema`, MIME.schema),
      ...tileLinks(path),
    ],
  };
}
