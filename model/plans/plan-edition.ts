import * as v from 'valibot';
import { GridError } from '../city/grid.ts';
import { messageTable } from '../text/message.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import type { Text } from '../text/text.ts';

const MAX_NAME_CHARACTERS = 200;
const MAX_EDITION = 80;

/** What a set of rules or a crosswalk is called, in both languages. */
export const PlanText = v.strictObject({
  zh: v.pipe(v.string(), v.maxLength(MAX_NAME_CHARACTERS)),
  en: v.pipe(v.string(), v.maxLength(MAX_NAME_CHARACTERS)),
});
/** By which it is cited. */
export const Edition = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_EDITION));

/** The edition that an own one was made from. */
export const BasedOn = v.strictObject({
  edition: Edition,
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** Name, edition and hash of rules or of a crosswalk: what a result says that it was computed by. */
export interface EditionStamp {
  name: Text;
  edition: string;
  /** SHA-256 of the whole set, whatever order its keys were written in. */
  hash: string;
}

/** What is wrong with a file of rules or a crosswalk beyond its schema. */
const editionMessage = messageTable({
  'same-edition': {
    zh: '{file}：edition：内容与版次“{edition}”不同，应另取版次',
    en: '{file}: edition: expected another one than "{edition}", whose content is other',
  },
  twice: {
    zh: '{file}：{place}：“{id}”已在前面出现',
    en: '{file}: {place}: expected each once, got "{id}" again',
  },
});

/** Refuses a file that goes by the edition of another content. */
export function refuseSameEdition(own: EditionStamp, shipped: EditionStamp, file: string): void {
  if (own.edition === shipped.edition && own.hash !== shipped.hash)
    throw new GridError(editionMessage('same-edition', { file, edition: own.edition }));
}

/**
 * The edition of an own set: that of the shipped one with a number behind it, which grows where the ones before it were used for other
 * content. `2`, then `2 + own 1`, `2 + own 2`.
 */
export function ownEdition(shipped: string, used: readonly string[]): string {
  for (let n = 1; ; n++) {
    const edition = `${shipped} + own ${n}`;
    if (!used.includes(edition)) return edition;
  }
}

/** A file by its schema; a fault in `list` names the item by what it is called, beside its number. An id that comes twice is refused. */
export function parseNamed<T>(
  schema: v.GenericSchema<unknown, T>,
  json: unknown,
  file: string,
  list: keyof T & string,
  idOf: (item: object) => string,
): T {
  const result = checked(schema, json);
  if (!result.success) throw new GridError(...faultMessages(named(result.issues, list, idOf), file));
  const seen = new Set<string>();
  for (const [i, item] of (result.output[list] as object[]).entries()) {
    const id = idOf(item);
    if (seen.has(id)) throw new GridError(editionMessage('twice', { file, place: `${list}.${i}`, id }));
    seen.add(id);
  }
  return result.output;
}

const MAX_SHOWN_ID = 40;

function named(
  issues: readonly v.BaseIssue<unknown>[],
  list: string,
  idOf: (item: object) => string,
): v.BaseIssue<unknown>[] {
  return issues.map((issue) => {
    const [first, item, ...rest] = issue.path ?? [];
    if (first?.key !== list || typeof item?.value !== 'object' || item.value === null) return issue;
    const id = idOf(item.value).slice(0, MAX_SHOWN_ID);
    return id === '' ? issue : { ...issue, path: [first, { ...item, key: `${item.key} (${id})` }, ...rest] };
  }) as v.BaseIssue<unknown>[];
}
