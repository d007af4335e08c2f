import * as v from 'valibot';
import { quantity } from '../questions/field.ts';
import { type Message, MessageError, messageTable } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';

/** The format that this version writes. */
export const INDEX_FORMAT = 1;

/** What is wrong with a card beyond its fields. */
const indexMessage = messageTable({
  'same-zero-full': {
    zh: '{file}：指标 {id} 的零分值与满分值相同，无法评分',
    en: '{file}: indicator {id}: zeroAt and fullAt are the same, nothing can be scored',
  },
  twice: {
    zh: '{file}：编号 {id} 出现两次',
    en: '{file}: the id {id} is there twice',
  },
  'unknown-value': {
    zh: '{file}：取值 {id} 不属于任何指标',
    en: '{file}: the value {id} is of no indicator',
  },
});

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z][\w-]{0,63}$/, requirement('plainId')));
const textOf = (most: number) =>
  v.strictObject({
    zh: v.pipe(v.string(), v.minLength(1), v.maxLength(most)),
    en: v.pipe(v.string(), v.minLength(1), v.maxLength(most)),
  });
/** A value of an indicator, or a limit of its score. */
export const Amount = quantity({ min: -1e12, max: 1e12 });
/** How much an indicator or a group counts beside the others. */
export const Weight = quantity({ min: 0, max: 1000 });

const Indicator = v.strictObject({
  id: Id,
  name: textOf(60),
  unit: textOf(20),
  /** How the value comes about. */
  formula: textOf(300),
  /** Source of the indicator and its limits. */
  source: textOf(300),
  /** Somebody read the text that the source names; else it is 待核. */
  isChecked: v.boolean(),
  /** Asked of people, and not measured. */
  isSurvey: v.boolean(),
  weight: Weight,
  /** Values that score 0 and 100; between them the score is linear, beyond them it stays. The first may be the larger. */
  zeroAt: Amount,
  fullAt: Amount,
});
/** A second-level indicator. */
export type Indicator = v.InferOutput<typeof Indicator>;

const Group = v.strictObject({
  id: Id,
  name: textOf(60),
  weight: Weight,
  indicators: v.pipe(v.array(Indicator), v.minLength(1), v.maxLength(40)),
});

const Value = v.strictObject({
  value: Amount,
  /** Typed in by a person, or told by the twin. */
  origin: v.picklist(['typed', 'twin']),
  /** Origin of the value, in the words of whoever put it in or as the twin reported it. */
  note: v.optional(
    v.strictObject({ zh: v.pipe(v.string(), v.maxLength(300)), en: v.pipe(v.string(), v.maxLength(300)) }),
  ),
  /** UTC. */
  atMs: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
});
/** The value of an indicator, and whence it is. */
export type IndexValue = v.InferOutput<typeof Value>;

/** A scorecard as a file: `scenarios/city-index.schema.json` says the same to other programs. */
export const IndexCard = v.strictObject({
  format: v.literal(INDEX_FORMAT),
  kind: v.literal('city-index'),
  /** Id of the city that the values are of. */
  city: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  title: textOf(100),
  groups: v.pipe(v.array(Group), v.minLength(1), v.maxLength(20)),
  /** By id of the indicator; one that is not there has no value. */
  values: v.record(v.string(), Value),
});
/** First-level indicators with their second-level ones, weights and values. */
export type IndexCard = v.InferOutput<typeof IndexCard>;

/** Reads a card; the error names the file, the place, what was expected and what came. */
export function parseIndexCard(json: unknown, file: string): IndexCard {
  const read = checked(IndexCard, json);
  if (!read.success) throw new MessageError(...faultMessages(read.issues, file));
  const card = read.output;
  const indicators = card.groups.flatMap((group) => group.indicators);
  const ids = [...card.groups, ...indicators].map(({ id }) => id);
  const faults: Message[] = [];
  for (const [i, id] of ids.entries()) if (ids.indexOf(id) !== i) faults.push(indexMessage('twice', { file, id }));
  for (const { id, zeroAt, fullAt } of indicators)
    if (zeroAt === fullAt) faults.push(indexMessage('same-zero-full', { file, id }));
  for (const id of Object.keys(card.values))
    if (!indicators.some((one) => one.id === id)) faults.push(indexMessage('unknown-value', { file, id }));
  if (faults.length > 0) throw new MessageError(...faults);
  return card;
}
