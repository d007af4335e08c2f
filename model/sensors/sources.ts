import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { MessageError } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { feedMessage } from './feed-messages.ts';

/** A source of readings beside the hub, as somebody named it: where it is, how it speaks, which of its streams is which of the city's. */
export const SOURCE_KINDS = ['mqtt', 'sensorThings', 'ngsiLd', 'sse', 'jsonLines'] as const;
/** The protocol or format that a source of readings speaks. */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** A way into JSON: `reading.value`; own names only, at most eight steps. */
const Path = v.pipe(v.string(), v.regex(/^[\w@$:#-]{1,64}(\.[\w@$:#-]{1,64}){0,7}$/, requirement('path')));
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64));
const StreamName = v.pipe(v.string(), v.minLength(1), v.maxLength(300));

/** Where a message of no standard keeps its parts. Without `stream` the topic is its name. */
const Fields = v.strictObject({ stream: v.nullable(Path), time: Path, value: Path });

const stars = (name: string): number => name.split('*').length - 1;

const SCHEMES: Record<SourceKind, readonly string[]> = {
  mqtt: ['ws:', 'wss:'],
  sensorThings: ['http:', 'https:'],
  ngsiLd: ['http:', 'https:'],
  sse: ['http:', 'https:'],
  jsonLines: ['http:', 'https:'],
};

/** Kinds whose fields must be stated; the others have standards. */
const FIELDED: readonly SourceKind[] = ['sse', 'jsonLines'];

const Address = v.pipe(
  v.string(),
  v.maxLength(2000),
  v.check((text) => URL.canParse(text), requirement('address')),
  v.transform((text) => new URL(text).href),
  // `*`, `;` and `,` may stand in a host as URLs are read, and would mean something else in a policy.
  v.check((text) => /^([\w.-]+|\[[\da-f:.]+\])$/i.test(new URL(text).hostname), requirement('host')),
  v.check((text) => new URL(text).username === '' && new URL(text).password === '', requirement('withoutPassword')),
);

const SourceSchema = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, requirement('plainId'))),
    name: Name,
    kind: v.picklist(SOURCE_KINDS),
    url: Address,
    /** 3.1.1 or 5. */
    mqttVersion: v.optional(v.picklist([4, 5]), 5),
    /** Topic filter of MQTT; without it the observations of SensorThings. */
    filter: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(256))), null),
    fields: v.optional(v.nullable(Fields), null),
    /** Entities of NGSI-LD that are read, by their type. */
    entityType: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(256))), null),
    /** How often is asked, of what must be asked. */
    pollS: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(3600)), 10),
    /** Its name of a stream and the city's; with one `*` in both, all that fit. */
    streams: v.pipe(
      v.array(
        v.pipe(
          v.tuple([StreamName, StreamName]),
          v.check(([theirs, ours]) => stars(theirs) === stars(ours) && stars(ours) < 2, requirement('stars')),
        ),
      ),
      v.minLength(1),
      v.maxLength(10_000),
    ),
  }),
  v.forward(
    v.check(({ kind, url }) => SCHEMES[kind].includes(new URL(url).protocol), requirement('scheme')),
    ['url'],
  ),
  v.forward(
    v.check(({ kind, fields }) => fields !== null || !FIELDED.includes(kind), requirement('fields')),
    ['fields'],
  ),
  v.forward(
    v.check(
      ({ kind, filter, fields }) => kind !== 'mqtt' || (filter === null) === (fields === null),
      requirement('fieldsOfTopic'),
    ),
    ['fields'],
  ),
  v.forward(
    v.check(({ kind, entityType }) => kind !== 'ngsiLd' || entityType !== null, requirement('entityType')),
    ['entityType'],
  ),
);

/** A source as it is set up: its protocol, its address and how its streams are called here. */
export type SourceSpec = v.InferOutput<typeof SourceSchema>;
/** Where a message of no standard keeps its stream, time and value; without `stream` the topic is the name. */
export type SourceFields = v.InferOutput<typeof Fields>;

/** Reads one source's settings; an error names the field that is wrong. */
export const parseSource = (json: unknown): SourceSpec => parseAs(SourceSchema, json, 'source');

/** The most sources that a list of them may name. */
export const MAX_SOURCES = 20;

/** Reads the settings of all sources; an error names the field that is wrong. */
export const parseSources = (json: unknown): readonly SourceSpec[] =>
  parseAs(v.object({ sources: v.pipe(v.array(SourceSchema), v.maxLength(MAX_SOURCES)) }), json, 'sources').sources;

/** Lines of `theirs = ours` as a person writes them; empty ones are skipped. */
export function parseStreams(text: string): [theirs: string, ours: string][] {
  return text.split('\n').flatMap((line, i): [string, string][] => {
    if (line.trim() === '') return [];
    const at = line.lastIndexOf('=');
    const theirs = line.slice(0, at).trim();
    const ours = line.slice(at + 1).trim();
    if (at < 0 || theirs === '' || ours === '')
      throw new MessageError(feedMessage('stream-line', { line: i + 1, got: line.slice(0, 60) }));
    return [[theirs, ours]];
  });
}
