import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { listCities } from '../../hub/serve.ts';
import { catalogueOf, GRADES } from '../../model/catalogue/record.ts';
import { searchCatalogue } from '../../model/catalogue/search.ts';
import { parseManifest } from '../../model/city/manifest.ts';
import { ANALYSIS_CASES } from '../../scenarios/analysis-cases.ts';
import { ROOT } from '../root.ts';

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

/** These questions are answered by computing, each by the name of its command. */
const KINDS = ['flood', 'crowd', 'construction', 'plans', ...(Object.keys(ANALYSIS_CASES) as string[])] as const;
/** A computation that takes longer is given up. */
const MAX_RUN_MS = 600_000;
/** An answer holds so much of a table, from its beginning. */
const MAX_TABLE_CHARS = 100_000;
/** A summary that is longer is refused. */
const MAX_SUMMARY_BYTES = 16 * 2 ** 20;
const MAX_RECORDS = 200;

const CityId = v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/));
const Kind = v.picklist(KINDS);

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
  case_schema: toolOf({
    title: 'JSON Schema of a case',
    description:
      'Returns the JSON Schema of what run_case takes for a kind of question: units, limits and defaults are in it.',
    asks: v.strictObject({ kind: Kind }),
    answer: async ({ kind }, _, signal) => JSON.parse((await shapan(['sim', kind, '--schema'], signal)).stdout),
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

/** Runs a command of this program in a process of its own, which ends with the call. */
const shapan = (args: readonly string[], signal: AbortSignal) =>
  promisify(execFile)(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), ...args], {
    signal,
    timeout: MAX_RUN_MS,
    maxBuffer: MAX_SUMMARY_BYTES,
  }).catch((error: Error & { stderr?: string }) => {
    throw new Error(error.stderr?.trim() || error.message);
  });

async function runCase(kind: string, given: object, cities: string, signal: AbortSignal): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-mcp-'));
  try {
    const file = join(folder, 'case.json');
    const out = join(folder, 'out');
    await writeFile(file, JSON.stringify(given));
    const { stdout } = await shapan(['sim', kind, file, '--cities', cities, '--out', out, '--json'], signal);
    const lines = stdout.trim().split('\n');
    const tables: Record<string, string> = {};
    const cut: string[] = [];
    for (const name of (await readdir(out)).filter((one) => one.endsWith('.csv')).sort()) {
      const text = await readFile(join(out, name), 'utf8');
      tables[name] = text.slice(0, MAX_TABLE_CHARS);
      if (text.length > MAX_TABLE_CHARS) cut.push(name);
    }
    return { summary: lines.map((line) => JSON.parse(line) as unknown), tables, cut };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
