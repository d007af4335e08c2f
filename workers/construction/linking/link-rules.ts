import * as v from 'valibot';
import { ScheduleError } from '../../../model/schedule/schedule.ts';
import { jsonFault } from '../../../model/text/json-fault.ts';
import { checked, faultMessages } from '../../../model/text/schema-faults.ts';
import { constructionMessage } from '../messages.ts';

/** What a rule may ask of an element. Each is a text: `*` stands for any run of characters, case and width do not matter. */
const LINK_FIELDS = ['class', 'code', 'material', 'storey', 'zone', 'text'] as const;
export type LinkField = (typeof LINK_FIELDS)[number];

const Pattern = v.pipe(v.string(), v.maxLength(200));

const LinkRule = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  /** All that are named must hold; of several materials, codes or zones any one. `text` is sought in name, tag and property values. */
  when: v.strictObject(v.entriesFromList(LINK_FIELDS, v.optional(Pattern))),
  /** An activity by its id or code; or the property (`Pset.Name`, or `tag`) whose value is that id or code. */
  task: v.union([v.strictObject({ activity: Pattern }), v.strictObject({ property: Pattern })]),
  does: v.picklist(['build', 'remove']),
});

/** Rules are tried in their order: the first that holds links. An element may be built by one rule and removed by another. */
export type LinkRule = v.InferOutput<typeof LinkRule>;

const Link = v.strictObject({
  globalId: v.pipe(v.string(), v.maxLength(100)),
  does: v.picklist(['build', 'remove']),
  /** Code of the activity, else its id. */
  task: Pattern,
});

/** One element, what an activity does to it. */
export type Link = v.InferOutput<typeof Link>;

export const LinkFile = v.strictObject({
  format: v.literal(1),
  kind: v.literal('links'),
  rules: v.pipe(v.array(LinkRule), v.maxLength(500)),
  /** What a person confirmed, and of which revision; null before the first time. */
  confirmed: v.nullable(
    v.strictObject({ model: v.string(), inputHash: v.string(), schedule: v.string(), links: v.array(Link) }),
  ),
});

/** Rules and what was confirmed by them: kept in the browser, saved and opened as a file. */
export type LinkFile = v.InferOutput<typeof LinkFile>;

export const NO_LINKS: LinkFile = { format: 1, kind: 'links', rules: [], confirmed: null };

/** No set of links of a model under the limits is longer. */
const MAX_BYTES = 200_000_000;

/** Links as the page keeps them in the browser. */
export function parseLinks(text: string, file: string): LinkFile {
  if (text.length > MAX_BYTES) throw new ScheduleError(constructionMessage('rules-large', { file, most: MAX_BYTES }));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ScheduleError(constructionMessage('rules-json', { file, reason: jsonFault(error) }));
  }
  return linksOfJson(json, file);
}

/** ScheduleError names the place, what was expected and what came. */
export function linksOfJson(json: unknown, file: string): LinkFile {
  const result = checked(LinkFile, json);
  if (result.success) return result.output;
  throw new ScheduleError(...faultMessages(result.issues, file));
}
