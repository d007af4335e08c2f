/** Places whose people cannot leave by themselves or are many at one time. */
export const VULNERABLE_KINDS = ['school', 'hospital', 'care'] as const;
/** One kind of vulnerable places. */
export type VulnerableKind = (typeof VULNERABLE_KINDS)[number];

/** Attributes by which cities state what a thing is for. */
export const USE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'use',
  'kind',
  'class',
  'type',
  'amenity',
  'function',
  'building',
  'healthcare',
  'social_facility',
]);

/** Codes of each kind in the words of this project, of OpenStreetMap and of Chinese data; own lists. */
const WORDS: readonly (readonly [VulnerableKind, RegExp])[] = [
  [
    'care',
    /^(?:nursing|care|elderly|retirement|assisted|social_facility|group_home|orphanage|hospice)(?:$|[-_ ])|养老|敬老|福利院|护理院|托老|残障/i,
  ],
  [
    'school',
    /^(?:(?:primary|secondary|elementary|middle|high)[-_ ]?school|school|kindergarten|childcare|nursery)(?:$|[-_ ])|小学|中学|学校|幼儿园|托儿/i,
  ],
  ['hospital', /^(?:hospital|clinic|health_cent(?:re|er))(?:$|[-_ ])|医院|卫生院|诊所/i],
];

/** Returns the kind of vulnerable place that a code names, by itself or by its Chinese label; null: none. */
export function vulnerableKindOf(code: string, labelZh = ''): VulnerableKind | null {
  return WORDS.find(([, words]) => words.test(code) || words.test(labelZh))?.[0] ?? null;
}
