import * as v from 'valibot';
import { quantity } from '../questions/field.ts';
import { type Message, MessageError, messageTable } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import type { Text } from '../text/text.ts';

/** The format that this version writes. */
export const INDEX_FORMAT = 2;

/** Shares have this unit. */
export const PERCENT: Text = { zh: '%', en: '%' };

/** There are two cards: the index as it was published, and the program's own. */
export const CARD_KINDS = ['published', 'own'] as const;
export type CardKind = (typeof CARD_KINDS)[number];

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

const basisFields = {
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
};
const Basis = v.strictObject(basisFields);
/** A basis is one of the figures that a second-level indicator is made of: it has the value. */
export type Basis = v.InferOutput<typeof Basis>;

const Indicator = v.strictObject({
  id: Id,
  name: textOf(60),
  /** The indicator's meaning, as its list tells it. */
  meaning: v.optional(textOf(300)),
  weight: Weight,
  bases: v.pipe(v.array(Basis), v.minLength(1), v.maxLength(20)),
});
/** A second-level indicator is the mean of its bases. */
export type Indicator = v.InferOutput<typeof Indicator>;

const groupOf = <Entry extends v.GenericSchema>(entry: Entry) =>
  v.strictObject({
    id: Id,
    name: textOf(60),
    weight: Weight,
    indicators: v.pipe(v.array(entry), v.minLength(1), v.maxLength(40)),
  });
const Group = groupOf(Indicator);

const Value = v.strictObject({
  value: Amount,
  /** Typed in by a person, read from a table, or told by the twin. */
  origin: v.picklist(['typed', 'table', 'twin']),
  /** Origin of the value, in the words of whoever put it in or as the twin reported it. */
  note: v.optional(
    v.strictObject({ zh: v.pipe(v.string(), v.maxLength(300)), en: v.pipe(v.string(), v.maxLength(300)) }),
  ),
  /** UTC. */
  atMs: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
});
/** The value of a basis, and whence it is. */
export type IndexValue = v.InferOutput<typeof Value>;

/** Holds the values of one year by the id of their basis; one that is not there has no value. */
const YearValues = v.record(v.string(), Value);
export type YearValues = v.InferOutput<typeof YearValues>;

const Year = v.pipe(v.string(), v.regex(/^(?:19|20|21)\d\d$/, requirement('year')));

const head = {
  kind: v.literal('city-index'),
  /** Id of the city that the values are of. */
  city: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  title: textOf(100),
};

/** A scorecard as a file: `scenarios/city-index.schema.json` says the same to other programs. */
export const IndexCard = v.strictObject({
  format: v.literal(INDEX_FORMAT),
  ...head,
  card: v.picklist(CARD_KINDS),
  groups: v.pipe(v.array(Group), v.minLength(1), v.maxLength(20)),
  years: v.record(Year, YearValues),
});
/** First-level indicators with their second-level ones, what these are made of, weights, and the values of years. */
export type IndexCard = v.InferOutput<typeof IndexCard>;

/** Earlier versions wrote this: an indicator was its own basis, and values had no year. */
const FirstCard = v.strictObject({
  format: v.literal(1),
  ...head,
  groups: v.pipe(v.array(groupOf(Basis)), v.minLength(1), v.maxLength(20)),
  values: YearValues,
});

/** Takes a card of the first format as the program's own one, its values in the year of the latest. */
function upgraded({ values, groups, ...rest }: v.InferOutput<typeof FirstCard>): IndexCard {
  const times = Object.values(values).map(({ atMs }) => atMs);
  const year = new Date(Math.max(...times)).getUTCFullYear();
  return {
    ...rest,
    format: INDEX_FORMAT,
    card: 'own',
    groups: groups.map((group) => ({ ...group, indicators: group.indicators.map(soleBasis) })),
    years: times.length > 0 ? { [year]: values } : {},
  };
}

/** Returns an indicator that is its own basis. */
export const soleBasis = (basis: Basis): Indicator => ({
  id: basis.id,
  name: basis.name,
  weight: basis.weight,
  bases: [{ ...basis, weight: 1 }],
});

/** Returns all bases of a card, in its order. */
export const basesOf = ({ groups }: Pick<IndexCard, 'groups'>): Basis[] =>
  groups.flatMap(({ indicators }) => indicators.flatMap(({ bases }) => bases));

/** Reads a card, of the first format too; the error names the file, the place, what was expected and what came. */
export function parseIndexCard(json: unknown, file: string): IndexCard {
  const isFirst = typeof json === 'object' && json !== null && 'format' in json && json.format === 1;
  const read = isFirst ? checked(FirstCard, json) : checked(IndexCard, json);
  if (!read.success) throw new MessageError(...faultMessages(read.issues, file));
  const card = read.output.format === 1 ? upgraded(read.output) : read.output;
  const bases = basesOf(card);
  const faults: Message[] = [];
  for (const ids of [[...card.groups, ...card.groups.flatMap(({ indicators }) => indicators)], bases])
    for (const [i, { id }] of ids.entries())
      if (ids.findIndex((one) => one.id === id) !== i) faults.push(indexMessage('twice', { file, id }));
  for (const { id, zeroAt, fullAt } of bases)
    if (zeroAt === fullAt) faults.push(indexMessage('same-zero-full', { file, id }));
  const known = new Set(bases.map(({ id }) => id));
  for (const id of new Set(Object.values(card.years).flatMap(Object.keys)))
    if (!known.has(id)) faults.push(indexMessage('unknown-value', { file, id }));
  if (faults.length > 0) throw new MessageError(...faults);
  return card;
}
