import type { StatedUnit } from '../../../../model/geo/unit-names.ts';
import { FeedError, fieldOf, instantOf, numberOf, parseJson, type Reading } from '../../../../model/sensors/decode.ts';
import { sourceMessage } from '../messages.ts';
import { NoSource } from './source.ts';

/** Reads the text of a URL, and what its headers say; tests give their own. */
export type Fetch = (
  url: string,
  signal?: AbortSignal,
) => Promise<{ status: number; headers?: Pick<Headers, 'get'>; text(): Promise<string> }>;

/** A chain of pages longer than this is a loop or a mistake. */
const MAX_PAGES = 2000;
const PAGE_ENTITIES = 1000;

/** One datastream as the service knows it; `code` is our id for it where the service tells one, else its own. */
interface ThingsStream {
  id: string;
  code: string;
  /** Only where it was asked for. */
  unit?: StatedUnit;
}

/**
 * A client of OGC SensorThings 1.1 over HTTP: pages by `@iot.nextLink`, observations as `dataArray` where the service has it, always
 * with `$orderby` (lists are unordered without). A next link to another host is refused.
 */
export function sensorThings(baseUrl: string, fetchText: Fetch) {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;

  const pages = (first: string, signal?: AbortSignal) => readPages(first, new URL(base).origin, fetchText, signal);

  /** Observations as they come inside their datastreams. */
  async function* withinStreams(which: string, options: string, signal?: AbortSignal) {
    const inner = encodeURI(`$expand=Observations(${options};$select=phenomenonTime,resultTime,result)`);
    for await (const page of pages(
      `${base}Datastreams?$select=id&${which}${inner}&$orderby=id&$top=${PAGE_ENTITIES}`,
      signal,
    ))
      for (const stream of page) {
        const rows = fieldOf(stream, 'Observations');
        const id = String(fieldOf(stream, '@iot.id'));
        if (Array.isArray(rows))
          for (const row of rows) yield { id, reading: readingOfFields((name) => fieldOf(row, name)) };
      }
  }

  return {
    async streams(signal?: AbortSignal, withUnits = false): Promise<ThingsStream[]> {
      const out: ThingsStream[] = [];
      for await (const page of pages(
        `${base}Datastreams?$select=id,properties${withUnits ? ',unitOfMeasurement' : ''}&$orderby=id&$top=${PAGE_ENTITIES}`,
        signal,
      ))
        for (const stream of page) {
          const id = String(fieldOf(stream, '@iot.id'));
          const properties = fieldOf(stream, 'properties');
          const code = properties && typeof properties === 'object' ? fieldOf(properties, 'code') : undefined;
          const unit = withUnits ? fieldOf(stream, 'unitOfMeasurement') : undefined;
          out.push({
            id,
            code: typeof code === 'string' ? code : id,
            ...(typeof unit === 'object' && unit !== null ? { unit } : {}),
          });
        }
      return out;
    },

    /** The newest observation of every datastream that has one: what a page that opens needs first, in a page of answers for each thousand. */
    newest: (signal?: AbortSignal) => withinStreams('', '$top=1;$orderby=phenomenonTime desc', signal),

    /** Reads the newest observations of some datastreams from `fromMs` on, `most` of each, in one answer for them all. */
    async *recent(ids: readonly string[], fromMs: number, most: number, signal?: AbortSignal) {
      if (ids.length === 0) return;
      const named = encodeURIComponent(ids.map((id) => `id eq ${id}`).join(' or '));
      const since = `$filter=phenomenonTime ge ${new Date(fromMs).toISOString()}`;
      yield* withinStreams(`$filter=${named}&`, `${since};$top=${most};$orderby=phenomenonTime desc`, signal);
    },

    /** Observations with event times from `fromMs` to `toMs`, of one datastream or of all; `id` is the service's. */
    async *observations(fromMs: number, toMs: number, id: string | null, signal?: AbortSignal) {
      const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
      const filter = encodeURIComponent(`phenomenonTime ge ${from} and phenomenonTime le ${to}`);
      const path = id === null ? 'Observations' : `Datastreams(${id})/Observations`;
      const query = `$resultFormat=dataArray&$filter=${filter}&$orderby=phenomenonTime&$top=${PAGE_ENTITIES}`;
      for await (const page of pages(`${base}${path}?${query}`, signal))
        for (const group of page) yield* rowsOf(group, id);
    },
  };
}

/** The entities of a list, page by page, all of one origin. */
async function* readPages(
  first: string,
  origin: string,
  fetchText: Fetch,
  signal?: AbortSignal,
): AsyncGenerator<unknown[]> {
  let url = first;
  for (let page = 0; ; page++) {
    if (page >= MAX_PAGES) throw new FeedError(sourceMessage('many-pages', { first, most: MAX_PAGES }));
    const response = await fetchText(url, signal);
    if (response.status === 404) throw new NoSource(sourceMessage('no-service', { url }));
    if (response.status !== 200) throw new FeedError(sourceMessage('status-url', { url, got: response.status }));
    const text = await response.text();
    if (text.trimStart().startsWith('<')) throw new NoSource(sourceMessage('page-instead', { url }));
    const json = parseJson(text);
    const value = fieldOf(json, 'value');
    if (!Array.isArray(value)) throw new FeedError(sourceMessage('value-list', { url }));
    yield value;
    const next = fieldOf(json, '@iot.nextLink');
    if (typeof next !== 'string') return;
    const there: URL | null = URL.canParse(next, url) ? new URL(next, url) : null;
    if (there?.origin !== origin) throw new FeedError(sourceMessage('other-host', { first, url: next }));
    url = there.href;
  }
}

const IN_LINK = /Datastreams\(([^)]+)\)/;

/** One group of a data array, or one plain Observation of a service that knows no data arrays. */
function* rowsOf(group: unknown, expandedStream: string | null): Generator<{ id: string; reading: Reading }> {
  const link = fieldOf(group, 'Datastream@iot.navigationLink') ?? fieldOf(group, '@iot.selfLink');
  const inline = fieldOf(group, 'Datastream');
  const inlineId = inline === undefined ? undefined : fieldOf(inline, '@iot.id');
  const id =
    inlineId !== undefined
      ? String(inlineId)
      : ((typeof link === 'string' ? IN_LINK.exec(link)?.[1] : null) ?? expandedStream);
  if (id === null) throw new FeedError(sourceMessage('observation-stream', {}));
  const components = fieldOf(group, 'components');
  const rows = fieldOf(group, 'dataArray');
  if (!Array.isArray(components) || !Array.isArray(rows)) {
    yield { id, reading: readingOfFields((name) => fieldOf(group, name)) };
    return;
  }
  for (const row of rows) {
    if (!Array.isArray(row)) throw new FeedError(sourceMessage('data-array', {}));
    yield { id, reading: readingOfFields((name) => row[components.indexOf(name)]) };
  }
}

function readingOfFields(field: (name: string) => unknown): Reading {
  const timeMs = instantOf(field('phenomenonTime'), 'phenomenonTime');
  const result = field('resultTime');
  const resultMs = result === undefined || result === null ? timeMs : instantOf(result, 'resultTime');
  return { timeMs, resultMs, value: numberOf(field('result')) };
}
