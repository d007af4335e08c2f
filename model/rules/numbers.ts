import * as v from 'valibot';
import { AirportShape } from '../questions/height-limits.ts';
import { SunRules } from '../questions/sun-rules.ts';
import { jsonHash } from '../text/json-hash.ts';
import type { Text } from '../text/text.ts';

/** What rules judge; each rule of a city is of one of these subjects. */
export const RULE_SUBJECTS = ['sun', 'conflicts', 'pipes', 'heights', 'schedule', 'hazards'] as const;
/** One of them. */
export type RuleSubject = (typeof RULE_SUBJECTS)[number];

/** The numbers of a rule as plain JSON: what a release confirms, and what another hash tells from it. */
export type RuleNumbers = Readonly<Record<string, unknown>>;

/** The numbers of a rule of sunlight: all that decides a verdict, without its name and source. */
const SunNumbers = v.omit(SunRules, ['id', 'label', 'source', 'verified']);

/** Numbers of these subjects are changed on the page of rules; those of the others in the tools that they belong to. */
const SCHEMAS: Partial<Record<RuleSubject, v.GenericSchema<unknown, object>>> = {
  sun: SunNumbers,
  heights: AirportShape,
};

/** Returns the schema of a subject's numbers; null: any JSON goes, and its hash alone identifies it. */
export const numbersSchema = (subject: RuleSubject): v.GenericSchema<unknown, object> | null =>
  SCHEMAS[subject] ?? null;

/** The numbers of a rule of sunlight. */
export const sunNumbers = ({ id: _, label: __, source: ___, verified: ____, ...numbers }: SunRules): RuleNumbers =>
  numbers;

/** SHA-256 of a rule's numbers with what they are numbers of. */
export const numbersHash = (subject: RuleSubject, id: string, numbers: RuleNumbers): string =>
  jsonHash({ subject, id, numbers });

/** Where a number stands in the numbers of a rule: names and places in lists. */
type NumberPath = readonly (string | number)[];

/** One number of a rule that can be changed: its name, unit and bounds. */
interface NumberField {
  path: NumberPath;
  label: Text;
  unit: string;
  value: number | null;
  min: number;
  max: number;
  step: number;
  /** What null means; absent: there is always a number. */
  none?: Text;
}

/** Returns the numbers with another value at a place. */
export function withNumber(numbers: RuleNumbers, path: NumberPath, value: unknown): RuleNumbers {
  return changed(numbers, path, value) as RuleNumbers;
}

function changed(json: unknown, [name, ...rest]: NumberPath, value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(json)) return json.map((one, i) => (i === name ? changed(one, rest, value) : one));
  const object = json as Readonly<Record<string, unknown>>;
  return { ...object, [name]: changed(object[name], rest, value) };
}

/** Returns the value at a place. */
function numberAt(numbers: RuleNumbers, path: NumberPath): unknown {
  let at: unknown = numbers;
  for (const name of path) at = (at as Readonly<Record<string | number, unknown>>)[name];
  return at;
}

type Facts = [
  path: NumberPath,
  zh: string,
  en: string,
  unit: string,
  min: number,
  max: number,
  step: number,
  none?: Text,
];

const SUN_FIELDS: readonly Facts[] = [
  [['minMinutes'], '最少日照', 'Least sunlight', 'min', 0, 1440, 5],
  [['bandH', 0], '有效时段自（真太阳时）', 'Counted from (true solar time)', 'h', 0, 24, 0.5],
  [['bandH', 1], '有效时段至（真太阳时）', 'Counted until (true solar time)', 'h', 0, 24, 0.5],
  [['sillM'], '窗台高', 'Sill above the floor', 'm', 0, 10, 0.05],
  [['minSpellMin'], '不计入的短时段', 'Shorter spells do not count', 'min', 0, 480, 1],
  [['longestSpells'], '只计最长的时段数', 'Longest spells that count', '', 1, 20, 1, { zh: '全部', en: 'all' }],
  [['sweepDeg'], '光线与墙面最小夹角', 'Least angle to the façade', '°', 0, 89, 1],
  [['stepMin'], '计算步长', 'Step of the computation', 'min', 0.25, 15, 0.25],
];

const SUN_DATE: readonly Facts[] = [
  [['day', 'month'], '月', 'Month', '', 1, 12, 1],
  [['day', 'day'], '日', 'Day', '', 1, 31, 1],
];

const HEIGHT_FIELDS: readonly Facts[] = [
  [['stripBeyondM'], '升降带超出端点', 'Strip beyond the ends', 'm', 0, 50_000, 10],
  [['stripHalfWidthM'], '升降带半宽', 'Half width of the strip', 'm', 0, 50_000, 10],
  [['approachDivergenceRatio'], '进近面扩展率', 'Divergence of the approach', '', 0, 5, 0.01],
  [['approach', 0, 'lengthM'], '进近第 1 段长度', 'Approach part 1, length', 'm', 0, 50_000, 100],
  [['approach', 0, 'ratio'], '进近第 1 段坡度', 'Approach part 1, slope', '', 0, 5, 0.005],
  [['approach', 1, 'lengthM'], '进近第 2 段长度', 'Approach part 2, length', 'm', 0, 50_000, 100],
  [['approach', 1, 'ratio'], '进近第 2 段坡度', 'Approach part 2, slope', '', 0, 5, 0.005],
  [['approach', 2, 'lengthM'], '进近第 3 段长度', 'Approach part 3, length', 'm', 0, 50_000, 100],
  [['approach', 2, 'ratio'], '进近第 3 段坡度', 'Approach part 3, slope', '', 0, 5, 0.005],
  [['transitionalRatio'], '过渡面坡度', 'Transitional slope', '', 0.001, 5, 0.001],
  [['innerRadiusM'], '内水平面半径', 'Radius of the inner horizontal', 'm', 0, 50_000, 100],
  [['innerHeightM'], '内水平面高度', 'Height of the inner horizontal', 'm', 1, 1000, 1],
  [['conicalRatio'], '锥形面坡度', 'Conical slope', '', 0.001, 5, 0.005],
  [['conicalHeightM'], '锥形面高度', 'Height of the conical', 'm', 0, 1000, 5],
];

/** The numbers of a rule that can be changed on the page of rules, in the order in which they are shown. */
export function numberFields(subject: RuleSubject, numbers: RuleNumbers): NumberField[] {
  const isDate = subject === 'sun' && typeof numbers.day === 'object';
  const facts = { sun: [...(isDate ? SUN_DATE : []), ...SUN_FIELDS], heights: HEIGHT_FIELDS };
  const own = subject === 'sun' || subject === 'heights' ? facts[subject] : [];
  return own.map(([path, zh, en, unit, min, max, step, none]) => ({
    path,
    label: { zh, en },
    unit,
    value: numberAt(numbers, path) as number | null,
    min,
    max,
    step,
    ...(none ? { none } : {}),
  }));
}
