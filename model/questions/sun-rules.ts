import * as v from 'valibot';

/**
 * A rule that hours of sunlight are held against, as data: a place's rule is a record, and each of its numbers can be changed on screen and in a
 * case. None of the texts was read at its source: the numbers are quoted from teaching material, and each rule is 待核 until an office confirms
 * it (`model/rules`).
 */
export const SunRules = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  label: v.object({ zh: v.string(), en: v.string() }),
  /** 大寒, 冬至 of the study's year, or a date of it. */
  day: v.union([
    v.picklist(['great-cold', 'winter-solstice']),
    v.strictObject({
      month: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)),
      day: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31)),
    }),
  ]),
  /** From and to in true solar time. */
  bandH: v.tuple([
    v.pipe(v.number(), v.minValue(0), v.maxValue(24)),
    v.pipe(v.number(), v.minValue(0), v.maxValue(24)),
  ]),
  minMinutes: v.pipe(v.number(), v.minValue(0), v.maxValue(1440)),
  /** Spells that are shorter do not count. */
  minSpellMin: v.pipe(v.number(), v.minValue(0), v.maxValue(480)),
  /** Number of the longest spells that count; null: all. */
  longestSpells: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** The least angle in plan between the sun's ray and the façade. */
  sweepDeg: v.pipe(v.number(), v.minValue(0), v.maxValue(89)),
  /** A window's sill above its storey's floor. */
  sillM: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  /** Between two looks at the sun; ends of spells are found to the second. */
  stepMin: v.pipe(v.number(), v.minValue(0.25), v.maxValue(15)),
  source: v.object({ zh: v.string(), en: v.string() }),
  verified: v.boolean(),
});
export type SunRules = v.InferOutput<typeof SunRules>;

/** Seconds of halving and of the rounding of float32: a window at the limit meets it. */
const TOLERANCE_MIN = 0.02;

/** Whether so many minutes of sun meet a limit. */
export const meetsMinutes = (minutes: number, leastMin: number): boolean => minutes >= leastMin - TOLERANCE_MIN;

const USUAL = {
  minSpellMin: 0,
  longestSpells: null,
  sweepDeg: 0,
  sillM: 0.9,
  stepMin: 1,
  verified: false,
} as const;

const GB_50180 = {
  zh: 'GB 50180 第 4.0.9 条（住宅建筑日照标准）',
  en: 'GB 50180, clause 4.0.9 (sunlight of dwellings)',
};

export const SUN_RULES: readonly SunRules[] = [
  {
    ...USUAL,
    id: 'great-cold-2h',
    label: { zh: '大寒日 2 小时', en: 'Great cold, 2 h' },
    day: 'great-cold',
    bandH: [8, 16],
    minMinutes: 120,
    source: GB_50180,
  },
  {
    ...USUAL,
    id: 'great-cold-3h',
    label: { zh: '大寒日 3 小时', en: 'Great cold, 3 h' },
    day: 'great-cold',
    bandH: [8, 16],
    minMinutes: 180,
    source: GB_50180,
  },
  {
    ...USUAL,
    id: 'solstice-1h',
    label: { zh: '冬至日 1 小时', en: 'Winter solstice, 1 h' },
    day: 'winter-solstice',
    bandH: [9, 15],
    minMinutes: 60,
    source: GB_50180,
  },
  {
    ...USUAL,
    id: 'beijing',
    label: { zh: '北京：大寒日 2 小时', en: 'Beijing: great cold, 2 h' },
    day: 'great-cold',
    bandH: [8, 16],
    minMinutes: 120,
    minSpellMin: 5,
    sweepDeg: 12,
    source: {
      zh: '北京市建筑日照计算规定：不足 5 min 的时段不计，扫掠角 12°',
      en: 'Beijing, rules of sunlight computation: spells below 5 min do not count, sweep angle 12°',
    },
  },
  {
    ...USUAL,
    id: 'hangzhou',
    label: { zh: '杭州：冬至日 1 小时', en: 'Hangzhou: winter solstice, 1 h' },
    day: 'winter-solstice',
    bandH: [9, 15],
    minMinutes: 60,
    longestSpells: 2,
    source: {
      zh: '杭州市建筑日照计算规定：9–15 时，取最长的两个时段',
      en: 'Hangzhou, rules of sunlight computation: 9 to 15 h, the two longest spells',
    },
  },
  {
    ...USUAL,
    id: 'en-17037',
    label: { zh: '欧洲：3 月 21 日 1.5 小时', en: 'Europe: 21 March, 1.5 h' },
    day: { month: 3, day: 21 },
    bandH: [5, 19],
    minMinutes: 90,
    source: {
      zh: 'EN 17037 最低级；各地最低太阳高度未计',
      en: 'EN 17037, lowest level; its least solar altitude by place is not applied',
    },
  },
];
