import * as v from 'valibot';
import { GridError, parseAs } from '../city/grid.ts';
import { Signature } from '../signatures/statement.ts';
import { jsonHash } from '../text/json-hash.ts';
import { messageTable } from '../text/message.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { numbersHash, numbersSchema, RULE_SUBJECTS, type RuleNumbers, type RuleSubject } from './numbers.ts';

const MAX_LINE = 200;
/** A rule's numbers at most: a table of clearances has some 150 rows. */
const MAX_NUMBERS_CHARACTERS = 200_000;

const Line = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_LINE));
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** A person's word, in an office, that the numbers of a rule are those of a text: the edition, clause and page, and the scan that was read. */
export const RuleRelease = v.strictObject({
  /** The office that confirms: a planning institute, a bureau. */
  unit: Line,
  /** Post of the person there. */
  role: Line,
  who: Line,
  /** Party that vouches for the name: the hub's login, or nobody (typed in a page without a hub). */
  by: v.picklist(['hub', 'page']),
  on: v.pipe(v.string(), v.isoDate()),
  edition: Line,
  clause: Line,
  page: Line,
  /** File of the scanned page, and its SHA-256; null: none was kept. */
  scan: v.nullable(v.strictObject({ name: Line, sha256: Hash })),
  /** Hash of the numbers that were confirmed; others are not. */
  hash: Hash,
  /** Signature of the person by a key of his own. */
  signature: v.optional(Signature),
});
/** See the schema of the same name. */
export type RuleRelease = v.InferOutput<typeof RuleRelease>;

/** A rule of a city with the numbers that hold there, and its release; null: nobody confirmed them. */
const RuleRecordSchema = v.strictObject({
  subject: v.picklist(RULE_SUBJECTS),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  label: v.strictObject({ zh: Line, en: Line }),
  numbers: v.record(v.string(), v.unknown()),
  release: v.nullable(RuleRelease),
});
/** A rule of a city as it is shared, kept and exported. */
export type RuleRecord = v.InferOutput<typeof RuleRecordSchema>;
/** Records by the key of their rule. */
export type RuleRecords = Readonly<Record<string, RuleRecord>>;

/** By which a rule is known among all of a city. */
export const ruleKey = ({ subject, id }: { subject: RuleSubject; id: string }): string => `${subject}/${id}`;

/** Why a record of a rule is refused. */
export const ruleMessage = messageTable({
  'release-of-other': {
    zh: '{file}：“{rule}”核定的不是这组数值，请重新核定',
    en: '{file}: expected a confirmation of these numbers of "{rule}", got one of others; confirm it again',
  },
  large: { zh: '{file}：“{rule}”的数值过多', en: '{file}: expected fewer numbers of "{rule}"' },
  moved: {
    zh: '“{rule}”刚由{who}更新（第 {revision} 版），请核对后重试',
    en: 'expected the newest revision of "{rule}", which is {revision} by {who}; look at it and try again',
  },
  unknown: { zh: '没有共享的规则“{rule}”', en: 'expected a shared rule, got "{rule}"' },
  'pack-kind': { zh: '{file}：不是规则包', en: '{file}: expected a pack of rules' },
  signature: {
    zh: '“{rule}”的签名无效：{reason}',
    en: 'expected a good signature of "{rule}": {reason}',
  },
  twice: { zh: '{file}：规则“{rule}”出现两次', en: '{file}: expected each rule once, got "{rule}" again' },
});

/** Reads a record; an error names the field that is wrong. A release of other numbers is none. */
export function parseRuleRecord(json: unknown, file: string): RuleRecord {
  const record = parseAs(RuleRecordSchema, json, file);
  const rule = ruleKey(record);
  if (JSON.stringify(record.numbers).length > MAX_NUMBERS_CHARACTERS)
    throw new GridError(ruleMessage('large', { file, rule }));
  const schema = numbersSchema(record.subject, record.id);
  const numbers = schema && checked(schema, record.numbers);
  if (numbers && !numbers.success) throw new GridError(...faultMessages(numbers.issues, `${file} ${rule}`));
  const { release } = record;
  if (release && release.hash !== numbersHash(record.subject, record.id, record.numbers))
    throw new GridError(ruleMessage('release-of-other', { file, rule }));
  return record;
}

/** What a signature of a release is given on: the record without it. */
export function releaseHash(record: RuleRecord): string {
  const { signature: _, ...release } = record.release ?? {};
  return jsonHash({ ...record, release });
}

/** How a rule stands: confirmed, confirmed with other numbers than it has now, said to be read by the file it came in, or none of these. */
export type RuleStanding =
  | { kind: 'released'; release: RuleRelease }
  | { kind: 'changed'; release: RuleRelease }
  | { kind: 'stated' }
  | { kind: 'unconfirmed' };

/** A rule as its tool has it. */
interface JudgedRule {
  subject: RuleSubject;
  id: string;
  numbers: RuleNumbers;
  /** The file that the rule came in says that somebody read it at its source. */
  isStated: boolean;
}

/** How a rule stands by the records of its city. This alone decides whether a rule gives verdicts. */
export function standingOf({ subject, id, numbers, isStated }: JudgedRule, records: RuleRecords): RuleStanding {
  const release = records[ruleKey({ subject, id })]?.release;
  if (release) return { kind: release.hash === numbersHash(subject, id, numbers) ? 'released' : 'changed', release };
  return { kind: isStated ? 'stated' : 'unconfirmed' };
}

/** A confirmed rule gives verdicts, any other figures only. */
export const givesVerdict = ({ kind }: RuleStanding): boolean => kind === 'released' || kind === 'stated';
