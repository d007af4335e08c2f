import * as v from 'valibot';
import { PIPE_SYSTEM_NAMES } from '../city/pipe-system.ts';
import { ClearanceNumbers } from '../pipes/clearance-rules.ts';
import { CraneClearance } from '../questions/construction-space.ts';
import { AirportShape } from '../questions/height-limits.ts';
import { LookAheadNumbers } from '../questions/look-ahead.ts';
import { SiteNoise } from '../questions/site-noise.ts';
import { SunRules } from '../questions/sun-rules.ts';
import { HAZARD_CLASSES } from '../scenarios/flood-hazard.ts';
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

const Bound = v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)));

/** Limits of the classes of a flood hazard, from the mildest on. */
const HazardNumbers = v.strictObject({
  classes: v.pipe(
    v.array(
      v.strictObject({
        id: v.string(),
        below: v.strictObject({ rating: Bound, depthM: Bound, speedMps: Bound, depthSpeedM2ps: Bound }),
      }),
    ),
    v.maxLength(20),
  ),
});

/** Numbers of these subjects are changed on the page of rules; those of conflicts in their own tool. */
const SCHEMAS: Partial<Record<RuleSubject, v.GenericSchema<unknown, object>>> = {
  sun: SunNumbers,
  heights: AirportShape,
  pipes: ClearanceNumbers,
  schedule: CraneClearance,
  hazards: HazardNumbers,
};

/** Beside the standards of a city an office sets by what its sites may be heard, and how a look ahead goes on from the present. */
export const SITE_NOISE_RULE = 'site-noise';
export const LOOK_AHEAD_RULE = 'look-ahead';
const OWN_SCHEMAS: Readonly<Record<string, v.GenericSchema<unknown, object>>> = {
  [`schedule/${SITE_NOISE_RULE}`]: SiteNoise,
  [`hazards/${LOOK_AHEAD_RULE}`]: LookAheadNumbers,
};

/** Returns the schema of a rule's numbers; null: any JSON goes, and its hash alone identifies it. */
export const numbersSchema = (subject: RuleSubject, id: string): v.GenericSchema<unknown, object> | null =>
  OWN_SCHEMAS[`${subject}/${id}`] ?? SCHEMAS[subject] ?? null;

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
  /** The number that the rule came with, where it is another; null: it is the same, or there was none. */
  shipped: number | null;
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
  for (const name of path) at = (at as Readonly<Record<string | number, unknown>> | null | undefined)?.[name];
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

const CRANE_FIELDS: readonly Facts[] = [
  [['tipToMastM'], '低位塔吊臂尖至高位塔吊塔身', 'Tip of the lower jib to the other mast', 'm', 0, 50, 0.1],
  [['betweenJibsM'], '上下两塔吊臂架的高差', 'Height between the two jibs', 'm', 0, 50, 0.1],
];

const NOISE_FIELDS: readonly Facts[] = [
  [['dayDb'], '昼间（6–22 时）', 'By day, 6 to 22', 'dB(A)', 0, 200, 1],
  [['nightDb'], '夜间', 'At night', 'dB(A)', 0, 200, 1],
];

const LOOK_AHEAD_FIELDS: readonly Facts[] = [
  [['persistMin'], '按最近多久的雨强持续', 'Rain goes on like in the last', 'min', 5, 60, 5],
  [['closureM'], '封堵高出原堤', 'A closed gap stands over the old levee', 'm', 0, 5, 0.1],
  [['pumpStartM'], '泵启动水深', 'A pump starts at a depth of', 'm', 0, 5, 0.05],
  [['pumpStopM'], '泵停止水深', 'A pump stops at a depth of', 'm', 0, 5, 0.05],
];

/** Limits of a class by the quantity that they bound. */
const BOUNDS = {
  rating: { zh: '危险度低于', en: 'rating below', unit: '' },
  depthM: { zh: '水深低于', en: 'depth below', unit: 'm' },
  speedMps: { zh: '流速低于', en: 'speed below', unit: 'm/s' },
  depthSpeedM2ps: { zh: '水深×流速低于', en: 'depth × speed below', unit: 'm²/s' },
} as const satisfies Record<string, Text & { unit: string }>;

const CLASS_NAMES = new Map(
  Object.values(HAZARD_CLASSES).flatMap(({ classes }) => classes.map(({ id, label }) => [id, label] as const)),
);

function hazardFields(numbers: RuleNumbers): Facts[] {
  const { classes } = numbers as v.InferOutput<typeof HazardNumbers>;
  return classes.flatMap(({ id, below }, i) => {
    const name = CLASS_NAMES.get(id) ?? { zh: id, en: id };
    return (Object.keys(BOUNDS) as (keyof typeof BOUNDS)[])
      .filter((bound) => below[bound] !== undefined)
      .map((bound): Facts => {
        const { zh, en, unit } = BOUNDS[bound];
        return [['classes', i, 'below', bound], `${name.zh}：${zh}`, `${name.en}: ${en}`, unit, 0, 100, 0.01];
      });
  });
}

const systemName = (system: keyof typeof PIPE_SYSTEM_NAMES | 'building'): Text =>
  system === 'building' ? { zh: '建筑', en: 'building' } : PIPE_SYSTEM_NAMES[system];

function pipeFields(numbers: RuleNumbers): Facts[] {
  const { rows, cover, roadCover } = numbers as ClearanceNumbers;
  const field = (path: NumberPath, zh: string, en: string): Facts => [path, zh, en, 'm', 0, 100, 0.01];
  const pairs = rows.flatMap((row, i) => {
    const a = systemName(row.a);
    const b = systemName(row.b);
    const dn = row.aboveDnMm === undefined ? '' : ` DN>${row.aboveDnMm}`;
    const pressure = row.aboveMPa === undefined ? '' : ` >${row.aboveMPa} MPa`;
    const zh = `${a.zh}–${b.zh}${dn}${pressure}`;
    const en = `${a.en}–${b.en}${dn}${pressure}`;
    return [
      ...(row.horizontalM === undefined
        ? []
        : [field(['rows', i, 'horizontalM'], `${zh} 水平净距`, `${en}, side by side`)]),
      ...(row.verticalM === undefined ? [] : [field(['rows', i, 'verticalM'], `${zh} 垂直净距`, `${en}, crossing`)]),
    ];
  });
  const covers = (of: 'cover' | 'roadCover', list: ClearanceNumbers['cover'], zh: string, en: string) =>
    list.map(({ system }, i) => {
      const name = systemName(system);
      return field([of, i, 'coverM'], `${name.zh} ${zh}`, `${name.en}, ${en}`);
    });
  return [
    ...pairs,
    ...covers('cover', cover, '覆土', 'cover'),
    ...covers('roadCover', roadCover, '车行道下覆土', 'cover under a carriageway'),
  ];
}

const FIELDS: Readonly<Record<RuleSubject, (numbers: RuleNumbers) => readonly Facts[]>> = {
  sun: ({ day }) => [...(typeof day === 'object' ? SUN_DATE : []), ...SUN_FIELDS],
  conflicts: () => [],
  pipes: pipeFields,
  heights: () => HEIGHT_FIELDS,
  schedule: (numbers) => ('dayDb' in numbers ? NOISE_FIELDS : CRANE_FIELDS),
  hazards: (numbers) => ('classes' in numbers ? hazardFields(numbers) : LOOK_AHEAD_FIELDS),
};

/** The numbers of a rule that can be changed on the page of rules, in the order in which they are shown; `shipped`: those it came with. */
export function numberFields(subject: RuleSubject, numbers: RuleNumbers, shipped: RuleNumbers | null): NumberField[] {
  return FIELDS[subject](numbers).map(([path, zh, en, unit, min, max, step, none]) => {
    const value = numberAt(numbers, path) as number | null;
    const was = shipped && numberAt(shipped, path);
    return {
      path,
      label: { zh, en },
      unit,
      value,
      shipped: typeof was === 'number' && was !== value ? was : null,
      min,
      max,
      step,
      ...(none ? { none } : {}),
    };
  });
}
