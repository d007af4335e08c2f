import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as v from 'valibot';
import { ogcRecord } from '../../model/catalogue/ogc-record.ts';
import { type CatalogueRecord, catalogueOf, GRADES } from '../../model/catalogue/record.ts';
import { searchCatalogue } from '../../model/catalogue/search.ts';
import type { ListedCity } from '../../model/city/listed-city.ts';
import { parseManifest } from '../../model/city/manifest.ts';
import { requirement } from '../../model/text/requirements.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { needs, refuse } from '../accounts/access.ts';
import { cachedReader } from '../cities/read-cached.ts';

/** The records of all cities are below this path, as OGC API – Records (OGC 20-004r1) asks for them. */
const RECORDS_PATH = '/ogc/records';

const CORE = 'http://www.opengis.net/spec/ogcapi';
const CONFORMANCE = [
  `${CORE}-common-1/1.0/conf/core`,
  `${CORE}-common-2/1.0/conf/collections`,
  `${CORE}-features-1/1.0/conf/core`,
  `${CORE}-features-1/1.0/conf/geojson`,
  `${CORE}-records-1/1.0/conf/record-core`,
  `${CORE}-records-1/1.0/conf/record-core-query-parameters`,
  `${CORE}-records-1/1.0/conf/record-api`,
];
const MAX_LIMIT = 1000;
const MIME = { json: 'application/json', geoJson: 'application/geo+json' } as const;

const link = (rel: string, href: string, type: string) => ({ rel, href, type });
const LANDING = {
  title: 'Shapan records',
  description: 'What each city has: source, licence, date, extent, reference systems, quality and lineage.',
  links: [
    link('self', RECORDS_PATH, MIME.json),
    link('conformance', `${RECORDS_PATH}/conformance`, MIME.json),
    link('data', `${RECORDS_PATH}/collections`, MIME.json),
  ],
};

const Digits = (least: number, most: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.minValue(least), v.maxValue(most));
const Box = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map(Number)),
  v.array(v.pipe(v.number(), v.finite())),
  v.check((box) => box.length === 4 && box[1] <= box[3], requirement('box')),
);
const Day = /(?:\d{4}(?:-\d\d(?:-\d\d(?:T[\d:.]+Z)?)?)?|\.\.)?/.source;
const Query = v.strictObject({
  q: v.optional(v.pipe(v.string(), v.maxLength(200))),
  type: v.optional(v.pipe(v.string(), v.maxLength(40))),
  theme: v.optional(v.pipe(v.string(), v.maxLength(40))),
  grade: v.optional(v.picklist(GRADES)),
  ids: v.optional(v.pipe(v.string(), v.maxLength(4000))),
  bbox: v.optional(Box),
  datetime: v.optional(v.pipe(v.string(), v.regex(new RegExp(`^${Day}(?:/${Day})?$`), requirement('span')))),
  limit: v.optional(Digits(1, MAX_LIMIT), '10'),
  offset: v.optional(Digits(0, 1_000_000), '0'),
  f: v.optional(v.picklist(['json'])),
});

interface Catalogues {
  cityFolder: string;
  cities(): Promise<readonly ListedCity[]>;
}

type OfCity = { Params: { city: string } };
type OfRecord = { Params: { city: string; id: string } };

/** Offers what each city has as OGC API – Records, to everybody who may read the cities' files. */
export function recordRoutes(server: FastifyInstance, catalogues: Catalogues): void {
  const open = needs('nothing', 'none');
  server.get(RECORDS_PATH, open, async () => LANDING);
  server.get(`${RECORDS_PATH}/conformance`, open, async () => ({ conformsTo: CONFORMANCE }));
  server.get(`${RECORDS_PATH}/collections`, open, async () => ({
    collections: (await catalogues.cities()).map(collectionOf),
    links: [link('self', `${RECORDS_PATH}/collections`, MIME.json)],
  }));
  server.get<OfCity>(`${RECORDS_PATH}/collections/:city`, open, async ({ params }, reply) => {
    const city = (await catalogues.cities()).find(({ id }) => id === params.city);
    return city ? collectionOf(city) : reply.callNotFound();
  });
  server.get<OfCity>(`${RECORDS_PATH}/collections/:city/items`, open, async ({ params, query, url }, reply) => {
    const wanted = checked(Query, query);
    if (!wanted.success) return refuse(reply, 400, faultMessages(wanted.issues, 'query')[0]);
    const records = await recordsOf(params.city, catalogues);
    if (!records) return reply.callNotFound();
    return asGeoJson(reply, itemsOf(params.city, records, wanted.output, new URL(url, 'http://localhost')));
  });
  server.get<OfRecord>(`${RECORDS_PATH}/collections/:city/items/:id`, open, async ({ params }, reply) => {
    const record = (await recordsOf(params.city, catalogues))?.find(({ id }) => id === params.id);
    return record ? asGeoJson(reply, ogcRecord(record, hrefOf(params.city, params.id))) : reply.callNotFound();
  });
}

const hrefOf = (city: string, id: string) => `${RECORDS_PATH}/collections/${city}/items/${encodeURIComponent(id)}`;

function collectionOf({ id, name }: Pick<ListedCity, 'id' | 'name'>): object {
  return {
    id,
    title: name.zh,
    titleEn: name.en,
    itemType: 'record',
    links: [
      link('self', `${RECORDS_PATH}/collections/${id}`, MIME.json),
      link('items', `${RECORDS_PATH}/collections/${id}/items`, MIME.geoJson),
    ],
  };
}

const readCatalogue = cachedReader((json) => catalogueOf(parseManifest(json)));

/** Reads a city's records; null where there is no such city. */
async function recordsOf(id: string, { cityFolder, cities }: Catalogues): Promise<CatalogueRecord[] | null> {
  const city = (await cities()).find((one) => one.id === id);
  if (!city) return null;
  return readCatalogue(join(cityFolder, id, 'manifest.json'));
}

type Wanted = v.InferOutput<typeof Query>;

/** Returns a page of what was found, and the way to the next one. */
function itemsOf(city: string, records: readonly CatalogueRecord[], wanted: Wanted, { pathname, search }: URL): object {
  const { limit, offset } = wanted;
  const found = matching(records, wanted);
  const page = found.slice(offset, offset + limit);
  const next = new URLSearchParams(search);
  next.set('offset', String(offset + limit));
  return {
    type: 'FeatureCollection',
    timeStamp: new Date().toISOString(),
    numberMatched: found.length,
    numberReturned: page.length,
    features: page.map((record) => ogcRecord(record, hrefOf(city, record.id))),
    links: [
      link('self', pathname + search, MIME.geoJson),
      ...(offset + limit < found.length ? [link('next', `${pathname}?${next}`, MIME.geoJson)] : []),
    ],
  };
}

function matching(
  records: readonly CatalogueRecord[],
  { q, type, theme, grade, ids, bbox, datetime }: Wanted,
): CatalogueRecord[] {
  const [from, to = from] = datetime === undefined ? [] : datetime.split('/').map(dayOf);
  const listed = ids?.split(',');
  const boxDeg = bbox && ([bbox[0], bbox[1], bbox[2], bbox[3]] as const);
  const found = searchCatalogue(records, { text: q, type: typeOf(type), theme, grade, boxDeg, from, to });
  return listed ? found.filter(({ id }) => listed.includes(id)) : found;
}

/** Records call a layer a dataset. */
const typeOf = (type: string | undefined): string | undefined => (type === 'dataset' ? 'layer' : type);

/** An end of a span that is open restricts nothing. */
const dayOf = (day: string): string | undefined => (day === '' || day === '..' ? undefined : day.slice(0, 10));

const asGeoJson = (reply: FastifyReply, json: object) => reply.type(MIME.geoJson).send(json);
