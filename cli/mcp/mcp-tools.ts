import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { openFeatureAnswers } from '../../hub/features/feature-answers.ts';
import { schemaOf } from '../../hub/features/feature-schema.ts';
import { refusePaths } from '../../hub/processes/case-paths.ts';
import { listCities } from '../../hub/serve.ts';
import { catalogueOf, GRADES } from '../../model/catalogue/record.ts';
import { searchCatalogue } from '../../model/catalogue/search.ts';
import { parseManifest } from '../../model/city/manifest.ts';
import { CASE_KINDS, caseSchema, runCaseFile } from '../run-case.ts';
import { planPicture } from './plan-picture.ts';

/** Holds the folder of the cities, and the address of the page that shows them. */
export interface McpPlace {
  cityFolder: string;
  page: string;
}

/** A client lists and calls a tool by this; `asks` checks what comes and says it as JSON Schema. */
interface McpTool {
  title: string;
  description: string;
  asks: v.GenericSchema;
  answer(wanted: never, place: McpPlace, signal: AbortSignal): Promise<unknown>;
}

/** A computation that takes longer is given up. */
const MAX_RUN_MS = 600_000;
/** An answer holds so much of a table, from its beginning. */
const MAX_TABLE_CHARS = 100_000;
const MAX_RECORDS = 200;
const MAX_THINGS = 500;

const CityId = v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/));
const LayerId = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/));
const Kind = v.picklist(CASE_KINDS);

const toolOf = <Asks extends v.GenericSchema>(tool: {
  title: string;
  description: string;
  asks: Asks;
  answer(wanted: v.InferOutput<Asks>, place: McpPlace, signal: AbortSignal): Promise<unknown>;
}): McpTool => tool as unknown as McpTool;

/** Lists all that a client may ask. */
export const TOOLS: Readonly<Record<string, McpTool>> = {
  list_cities: toolOf({
    title: 'Cities',
    description:
      'Lists the baked cities of this machine: id, names, extent, whether they are fictional, what facts they have.',
    asks: v.strictObject({}),
    answer: async (_, { cityFolder }) => listCities(cityFolder),
  }),
  search_catalogue: toolOf({
    title: 'Catalogue of a city',
    description:
      'Finds datasets of a city by words, theme, grade and date; each with source, licence, date, extent, reference systems, attributes, quality grade with its reasons, and lineage.',
    asks: v.strictObject({
      city: CityId,
      text: v.optional(v.pipe(v.string(), v.maxLength(200))),
      theme: v.optional(v.pipe(v.string(), v.maxLength(40))),
      grade: v.optional(v.picklist(GRADES)),
      from: v.optional(v.pipe(v.string(), v.maxLength(24))),
      to: v.optional(v.pipe(v.string(), v.maxLength(24))),
    }),
    async answer({ city, ...search }, place) {
      const all = catalogueOf(parseManifest(JSON.parse(await manifestText(city, place))));
      const found = searchCatalogue(all, search);
      return { matched: found.length, of: all.length, records: found.slice(0, MAX_RECORDS) };
    },
  }),
  layer_schema: toolOf({
    title: 'Attributes of a layer',
    description:
      'Returns the attributes of the things of a layer as JSON Schema: name, type, words in Chinese and English, unit (UCUM), values of codes. Layer ids are those of search_catalogue.',
    asks: v.strictObject({ city: CityId, layer: LayerId }),
    async answer({ city, layer }, place) {
      const { layers } = parseManifest(JSON.parse(await manifestText(city, place)));
      const found = layers.find(({ id }) => id === layer);
      if (!found) throw new Error(`layer: expected one of ${layers.map(({ id }) => id).join(', ')}, got "${layer}"`);
      return schemaOf(found, layer);
    },
  }),
  query_things: toolOf({
    title: 'Things of a layer',
    description:
      "Finds the things of a layer by a CQL2 filter on their attributes (for example: height > 100 AND use LIKE '%tower%') and by a box in degrees, as GeoJSON with how many match in all. Ask layer_schema for the names first.",
    asks: v.strictObject({
      city: CityId,
      layer: LayerId,
      filter: v.optional(v.pipe(v.string(), v.maxLength(4000))),
      bbox: v.optional(v.pipe(v.array(v.number()), v.minLength(4), v.maxLength(4))),
      properties: v.optional(v.array(v.pipe(v.string(), v.maxLength(100)))),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_THINGS)), 20),
      offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)), 0),
    }),
    async answer({ city, layer, ...query }, place) {
      await manifestText(city, place);
      const words = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
      const request = { city, layer, id: null, query: Object.fromEntries(words), path: '' };
      const answer = await openFeatureAnswers(place.cityFolder).features(request, 'mcp');
      if (!answer) throw new Error(`layer: expected one of search_catalogue, got "${layer}"`);
      const { numberMatched, features } = JSON.parse(answer.body) as { numberMatched: number; features: object[] };
      return { matched: numberMatched, features };
    },
  }),
  plan_picture: toolOf({
    title: 'Picture of a city from above',
    description:
      'Draws layers of a city from above, north up, as PNG: what stands there today unless layers are named (lowest first by kind), within a box in degrees unless the whole city; things of a layer that meet a CQL2 filter are marked in red. The text beside it is the legend: colours, counts, box.',
    asks: v.strictObject({
      city: CityId,
      layers: v.optional(v.pipe(v.array(LayerId), v.minLength(1), v.maxLength(12))),
      marked: v.optional(v.strictObject({ layer: LayerId, filter: v.pipe(v.string(), v.maxLength(4000)) })),
      bbox: v.optional(v.pipe(v.array(v.number()), v.minLength(4), v.maxLength(4))),
      widthPx: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(2000)), 1000),
    }),
    async answer(wanted, place, signal) {
      const manifest = parseManifest(JSON.parse(await manifestText(wanted.city, place)));
      return planPicture(place.cityFolder, manifest, wanted, signal);
    },
  }),
  case_schema: toolOf({
    title: 'JSON Schema of a case',
    description:
      'Returns the JSON Schema of what run_case takes for a kind of question: units, limits and defaults are in it.',
    asks: v.strictObject({ kind: Kind }),
    answer: async ({ kind }, _, signal) => caseSchema(kind, { signal }),
  }),
  run_case: toolOf({
    title: 'Run a case',
    description:
      'Computes a flood, a crowd, a schedule, a comparison of plans or an analysis on a city, as `shapan sim` does: returns the summary with its hash and the result tables as CSV. Ask case_schema first. Takes seconds to minutes and can be cancelled; nothing is kept.',
    asks: v.strictObject({ kind: Kind, case: v.record(v.string(), v.unknown()) }),
    answer: ({ kind, case: given }, { cityFolder }, signal) => runCase(kind, given, cityFolder, signal),
  }),
  link_to_page: toolOf({
    title: 'Link to the page',
    description: 'Makes the address that opens a city in the page at a desk, and at a tool of it.',
    asks: v.strictObject({
      city: CityId,
      desk: v.optional(v.picklist(['plan', 'command', 'build', 'tour']), 'plan'),
      tool: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/))),
    }),
    async answer({ city, desk, tool }, place) {
      await manifestText(city, place);
      const url = new URL(place.page);
      url.searchParams.set('city', city);
      url.hash = new URLSearchParams({ desk, ...(tool === undefined ? {} : { tool }) }).toString();
      return { url: url.href };
    },
  }),
};

async function manifestText(city: string, { cityFolder }: McpPlace): Promise<string> {
  const ids = (await listCities(cityFolder)).map(({ id }) => id);
  if (!ids.includes(city)) throw new Error(`city: expected one of ${ids.join(', ')}, got "${city}"`);
  return readFile(join(cityFolder, city, 'manifest.json'), 'utf8');
}

async function runCase(kind: string, given: object, cities: string, signal: AbortSignal): Promise<object> {
  refusePaths(given);
  const folder = await mkdtemp(join(tmpdir(), 'shapan-mcp-'));
  try {
    const file = join(folder, 'case.json');
    const out = join(folder, 'out');
    await writeFile(file, JSON.stringify(given));
    const summary = await runCaseFile(kind, file, out, cities, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(MAX_RUN_MS)]),
    });
    const tables: Record<string, string> = {};
    const cut: string[] = [];
    for (const name of (await readdir(out)).filter((one) => one.endsWith('.csv')).sort()) {
      const text = await readFile(join(out, name), 'utf8');
      tables[name] = text.slice(0, MAX_TABLE_CHARS);
      if (text.length > MAX_TABLE_CHARS) cut.push(name);
    }
    return { summary, tables, cut };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
