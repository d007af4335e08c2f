import type { CityCountry } from '../city/country.ts';
import type { ClearanceNumbers, ClearanceRules } from '../pipes/clearance-rules.ts';
import { BASE_CLEARANCE_RULES } from '../pipes/clearance-rules.ts';
import { packCountryOf } from '../plans/base-basis.ts';
import type { PlanRule, PlanRules } from '../plans/plan-rules.ts';
import { type CraneClearance, type CraneRule, QUOTED_CRANE_CLEARANCE } from '../questions/construction-space.ts';
import { type AirportShape, UNVERIFIED_AIRPORT } from '../questions/height-limits.ts';
import { DEFAULT_LOOK_AHEAD, type LookAheadNumbers } from '../questions/look-ahead.ts';
import { type NoiseLimits, QUOTED_SITE_NOISE, type SiteNoise } from '../questions/site-noise.ts';
import { SUN_RULES, type SunRules } from '../questions/sun-rules.ts';
import { HAZARD_CLASSES, HAZARD_IDS, type HazardClasses, type HazardId } from '../scenarios/flood-hazard.ts';
import type { Text } from '../text/text.ts';
import { LOOK_AHEAD_RULE, type RuleNumbers, type RuleSubject, SITE_NOISE_RULE, sunNumbers } from './numbers.ts';
import { givesVerdict, type RuleRecord, type RuleRecords, ruleKey, standingOf } from './rule-record.ts';

/** A rule as the list of a city has it. */
export interface CityRule {
  subject: RuleSubject;
  id: string;
  label: Text;
  /** Text and clause that the numbers are quoted from. */
  source: Text;
  edition: string;
  numbers: RuleNumbers;
  /** The numbers that it came with; null: a person added it. */
  shipped: RuleNumbers | null;
  /** See `standingOf`. */
  isStated: boolean;
  /** It is a text of another country than the city's, or nobody knows the city's: offered for comparison alone. */
  isForeign: boolean;
}

/** Members of CEN, whose standards they take over as their own. */
const CEN =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MK MT NL NO PL PT RO RS SE SI SK TR'.split(' ');

/** Countries where the texts of the program hold; `null`: everywhere. */
const COUNTRIES = {
  china: ['CN'],
  cen: CEN,
  britain: ['GB'],
  australia: ['AU', 'NZ'],
} as const satisfies Record<string, readonly string[]>;

const isOf = (countries: readonly string[], country: CityCountry | null): boolean =>
  country !== null && countries.includes(country.code);

/** Whether a rule of sunlight is a text of the city's country. */
const holdsSun = (id: string, country: CityCountry | null): boolean =>
  isOf(id === 'en-17037' ? COUNTRIES.cen : COUNTRIES.china, country);

/** Hours and nothing they are held against: with what a city begins whose country has no rule here. */
const PLAIN_SUN: SunRules = {
  id: 'hours-only',
  label: { zh: '只计时数：3 月 21 日', en: 'Hours only: 21 March' },
  day: { month: 3, day: 21 },
  bandH: [6, 18],
  minMinutes: 120,
  minSpellMin: 0,
  longestSpells: null,
  sweepDeg: 0,
  sillM: 0.9,
  stepMin: 1,
  source: { zh: '不对照任何标准；2 小时只作分级', en: 'held against no standard; 2 h only divides the classes' },
  verified: false,
};

/** The rules of sunlight by which a city can be studied, with the numbers of its records; the first is the one it begins with. */
export function sunRulesOf(country: CityCountry | null, records: RuleRecords): readonly SunRules[] {
  const own = SUN_RULES.filter(({ id }) => holdsSun(id, country));
  const others = SUN_RULES.filter((rule) => !own.includes(rule));
  const shipped = own.length > 0 ? [...own, ...others] : [PLAIN_SUN, ...others];
  const added = Object.values(records).filter(
    ({ subject, id }) => subject === 'sun' && !shipped.some((rule) => rule.id === id),
  );
  return [...shipped, ...added.map(ownSun)].map((rule) => withRecord(rule, records));
}

/** A rule that a person added. */
const ownSun = ({ id, label, numbers }: RuleRecord): SunRules => ({
  ...PLAIN_SUN,
  ...(numbers as Partial<SunRules>),
  id,
  label,
  source: { zh: '本市自定', en: 'set by the city' },
});

function withRecord(rule: SunRules, records: RuleRecords): SunRules {
  const record = records[ruleKey({ subject: 'sun', id: rule.id })];
  const now = record ? { ...rule, ...(record.numbers as Partial<SunRules>), label: record.label } : rule;
  const standing = standingOf({ ...judgedSun(now), isStated: rule.verified }, records);
  const verified = givesVerdict(standing);
  if (standing.kind !== 'released') return { ...now, verified };
  return { ...now, verified, source: releasedText(standing.release) };
}

/** The numbers that a rule of sunlight came with; null: a person added it. */
function shippedSun(id: string): RuleNumbers | null {
  const rule = [...SUN_RULES, PLAIN_SUN].find((one) => one.id === id);
  return rule ? sunNumbers(rule) : null;
}

const judgedSun = (rule: SunRules) => ({ subject: 'sun' as const, id: rule.id, numbers: sunNumbers(rule) });

/** Edition, clause and page as a confirmed rule cites them. */
const releasedText = ({ edition, clause, page, unit }: NonNullable<RuleRecord['release']>): Text => ({
  zh: `${edition} ${clause}（第 ${page} 页），${unit}核定`,
  en: `${edition}, ${clause}, p. ${page}; confirmed by ${unit}`,
});

/** The table of clearances that the program has for a country; null: none. */
export const clearanceRulesOf = (country: CityCountry | null): ClearanceRules | null =>
  isOf(COUNTRIES.china, country) ? BASE_CLEARANCE_RULES : null;

/** Rows of one clause are one rule: whoever confirms reads one table. */
const clauseRows = ({ rows, cover, roadCover = [] }: ClearanceRules, clause: string): RuleNumbers => {
  const isOwn = (row: { clause: Text }) => row.clause.en === clause;
  const bare = <Row extends { clause: Text; status: unknown }>({ clause: _, status: __, ...row }: Row) => row;
  const parts = { rows: rows.filter(isOwn).map(bare), cover: cover.filter(isOwn).map(bare) };
  return { ...parts, roadCover: roadCover.filter(isOwn).map(bare) };
};

/** The rules of a table of clearances, one a clause. */
function pipeRules(shipped: ClearanceRules, isForeign: boolean, records: RuleRecords): CityRule[] {
  const table = recordedClearance(shipped, records);
  const rows = [...table.rows, ...table.cover, ...(table.roadCover ?? [])];
  const clauses = new Map(rows.map(({ clause }) => [clause.en, clause]));
  return [...clauses.values()].map((clause) => ({
    subject: 'pipes',
    id: clauseId(clause),
    label: clause,
    source: table.title,
    edition: table.edition,
    numbers: clauseRows(table, clause.en),
    shipped: clauseRows(shipped, clause.en),
    isStated: rows.every((row) => row.clause.en !== clause.en || row.status === 'read'),
    isForeign,
  }));
}

const clauseId = (clause: Text): string => clause.en.slice(0, 100);

/** A table with the numbers that the city's records have for its clauses; a record of other rows than the table has changes nothing. */
function recordedClearance(table: ClearanceRules, records: RuleRecords): ClearanceRules {
  const recorded = <Row extends { clause: Text }>(rows: readonly Row[], part: keyof ClearanceNumbers): Row[] => {
    const seen = new Map<string, number>();
    return rows.map((row) => {
      const record = records[ruleKey({ subject: 'pipes', id: clauseId(row.clause) })];
      const own = rows.filter(({ clause }) => clause.en === row.clause.en).length;
      const place = seen.get(row.clause.en) ?? 0;
      seen.set(row.clause.en, place + 1);
      const numbers = (record?.numbers as ClearanceNumbers | undefined)?.[part];
      return numbers?.length === own ? { ...row, ...numbers[place] } : row;
    });
  };
  const { roadCover } = table;
  return {
    ...table,
    rows: recorded(table.rows, 'rows'),
    cover: recorded(table.cover, 'cover'),
    ...(roadCover ? { roadCover: recorded(roadCover, 'roadCover') } : {}),
  };
}

/** The table of clearances as it holds in a city: with the numbers of its records, confirmed clauses read, the others as they were. */
export function clearanceInForce(shipped: ClearanceRules, records: RuleRecords): ClearanceRules {
  const table = recordedClearance(shipped, records);
  const read = new Set(
    pipeRules(shipped, false, records).flatMap((rule) =>
      givesVerdict(standingOf(rule, records)) ? [rule.label.en] : [],
    ),
  );
  const confirmed = <Row extends { clause: Text; status: 'read' | 'unverified' }>(row: Row): Row =>
    read.has(row.clause.en) ? { ...row, status: 'read' } : row;
  const { roadCover } = table;
  const rows = { rows: table.rows.map(confirmed), cover: table.cover.map(confirmed) };
  return { ...table, ...rows, ...(roadCover ? { roadCover: roadCover.map(confirmed) } : {}) };
}

/** A rule of conflicts states these numbers of places; whether it is asked is no number of it. */
const planRuleNumbers = ({ a, b, relation, plans, clearanceM, distanceM, severity }: PlanRule): RuleNumbers => ({
  a,
  b,
  relation,
  plans,
  clearanceM,
  distanceM,
  severity,
});

/** How a rule of conflicts is judged. */
export const judgedPlanRule = (rule: PlanRule) => ({
  subject: 'conflicts' as const,
  id: rule.id,
  numbers: planRuleNumbers(rule),
  isStated: rule.status === 'read',
});

const planRules = (set: PlanRules, country: CityCountry | null): CityRule[] => {
  const pack = packCountryOf(set);
  return set.rules.map((rule) => ({
    ...judgedPlanRule(rule),
    shipped: null,
    label: rule.title,
    source: rule.clause,
    edition: rule.edition === '—' ? set.name.zh : rule.edition,
    isForeign: pack !== null && pack !== country?.code,
  }));
};

/** The surfaces that a drawn runway begins with. */
export const AIRPORT_RULE = 'airport-code-4';

/** The shape that a drawn runway begins with: the program's, or that of the city's record. */
export const airportShapeOf = (records: RuleRecords): AirportShape =>
  (records[ruleKey({ subject: 'heights', id: AIRPORT_RULE })]?.numbers as AirportShape | undefined) ??
  UNVERIFIED_AIRPORT;

/** How the shape of a runway's surfaces is judged. */
export const judgedAirport = (shape: AirportShape) => ({
  subject: 'heights' as const,
  id: AIRPORT_RULE,
  numbers: shape as RuleNumbers,
  isStated: false,
});

const airportRule = (records: RuleRecords): CityRule => ({
  shipped: UNVERIFIED_AIRPORT as RuleNumbers,
  ...judgedAirport(airportShapeOf(records)),
  label: { zh: '机场净空限制面（4 类仪表跑道）', en: 'Obstacle limitation surfaces, instrument runway of code 4' },
  source: { zh: '国际民航公约附件 14', en: 'ICAO Annex 14' },
  edition: '—',
  isForeign: false,
});

const hazardNumbers = ({ classes }: Pick<HazardClasses, 'classes'>) => ({
  classes: classes.map(({ id, below }) => ({ id, below })),
});

/** Classes of flood hazard with the limits that the city's record has. */
export function hazardClassesOf(id: HazardId, records: RuleRecords): HazardClasses {
  const shipped = HAZARD_CLASSES[id];
  const record = records[ruleKey({ subject: 'hazards', id })]?.numbers as ReturnType<typeof hazardNumbers> | undefined;
  if (!record) return shipped;
  const limits = new Map(record.classes.map((one) => [one.id, one.below]));
  return { ...shipped, classes: shipped.classes.map((one) => ({ ...one, below: limits.get(one.id) ?? one.below })) };
}

/** How classes of flood hazard are judged. */
export const judgedHazard = (id: HazardId, records: RuleRecords) => ({
  subject: 'hazards' as const,
  id,
  numbers: hazardNumbers(hazardClassesOf(id, records)),
  isStated: !HAZARD_CLASSES[id].unverified,
});

const HAZARDS: Record<HazardId, { label: Text; countries: readonly string[]; edition: string }> = {
  aidr: {
    label: { zh: '洪水危险 H1–H6', en: 'Flood hazard H1 to H6' },
    countries: COUNTRIES.australia,
    edition: '2017',
  },
  defra: {
    label: { zh: '洪水对人的危险（四级）', en: 'Flood hazard to people, four classes' },
    countries: COUNTRIES.britain,
    edition: '2005',
  },
  waterlogging: {
    label: { zh: '内涝积水深度分级', en: 'Depth of standing water in streets' },
    countries: COUNTRIES.china,
    edition: '—',
  },
};

const hazardRules = (country: CityCountry | null, records: RuleRecords): CityRule[] =>
  HAZARD_IDS.map((id) => ({
    ...judgedHazard(id, records),
    shipped: hazardNumbers(HAZARD_CLASSES[id]),
    label: HAZARDS[id].label,
    source: HAZARD_CLASSES[id].source,
    edition: HAZARDS[id].edition,
    isForeign: !isOf(HAZARDS[id].countries, country),
  }));

const CRANE_RULE = 'cranes';

/** How near tower cranes may stand in a city: as quoted from GB 5144, or as its record has it. */
export const craneClearanceOf = (records: RuleRecords): CraneClearance =>
  (records[ruleKey({ subject: 'schedule', id: CRANE_RULE })]?.numbers as CraneClearance | undefined) ??
  QUOTED_CRANE_CLEARANCE;

/** Distances of tower cranes in a city, and whether its records confirm them. */
export const craneRuleInForce = (records: RuleRecords): CraneRule => ({
  ...craneClearanceOf(records),
  isConfirmed: givesVerdict(standingOf(craneRule(null, records), records)),
});

/** Distances of tower cranes that the checks of a site hold against GB 5144. */
const craneRule = (country: CityCountry | null, records: RuleRecords): CityRule =>
  quotedRule(country, {
    id: CRANE_RULE,
    label: { zh: '塔吊间距', en: 'Distances of tower cranes' },
    source: { zh: 'GB 5144 第 10.5 条', en: 'GB 5144, clause 10.5' },
    edition: '2006',
    numbers: craneClearanceOf(records),
    shipped: QUOTED_CRANE_CLEARANCE,
  });

/** Completes a rule of a Chinese standard on sites that others quote in public: nobody of the program read the text. */
const quotedRule = (
  country: CityCountry | null,
  rule: Omit<CityRule, 'subject' | 'isStated' | 'isForeign'>,
): CityRule => ({ subject: 'schedule', ...rule, isStated: false, isForeign: !isOf(COUNTRIES.china, country) });

/** A record that nobody confirmed cites nothing. */
const NO_CLAUSE = '—';

/** The levels of noise that a city's record holds sites to, with the clause of its release; null: it has none, and a case goes by its own. */
export function siteNoiseInForce(records: RuleRecords): NoiseLimits | null {
  const record = records[ruleKey({ subject: 'schedule', id: SITE_NOISE_RULE })];
  if (!record) return null;
  const standing = standingOf(siteNoiseRule(null, records), records);
  const clause = standing.kind === 'released' ? `${standing.release.edition} ${standing.release.clause}` : NO_CLAUSE;
  return { ...(record.numbers as SiteNoise), clause, verified: givesVerdict(standing) };
}

const siteNoiseRule = (country: CityCountry | null, records: RuleRecords): CityRule =>
  quotedRule(country, {
    id: SITE_NOISE_RULE,
    label: { zh: '施工噪声限值', en: 'Noise of building sites' },
    source: { zh: 'GB 12523 第 4.1 条', en: 'GB 12523, clause 4.1' },
    edition: '2011',
    numbers: records[ruleKey({ subject: 'schedule', id: SITE_NOISE_RULE })]?.numbers ?? QUOTED_SITE_NOISE,
    shipped: QUOTED_SITE_NOISE,
  });

/** By which numbers a look ahead goes on in a city: the program's, or those of its record. */
export const lookAheadNumbersOf = (records: RuleRecords): LookAheadNumbers =>
  (records[ruleKey({ subject: 'hazards', id: LOOK_AHEAD_RULE })]?.numbers as LookAheadNumbers | undefined) ??
  DEFAULT_LOOK_AHEAD;

const lookAheadRule = (records: RuleRecords): CityRule => ({
  subject: 'hazards',
  id: LOOK_AHEAD_RULE,
  label: { zh: '趋势推演的取值', en: 'Numbers of the look-ahead' },
  source: { zh: '本软件自拟，无出处', en: 'set by the program, no source' },
  edition: '—',
  numbers: lookAheadNumbersOf(records),
  shipped: DEFAULT_LOOK_AHEAD,
  isStated: false,
  isForeign: false,
});

/** A city's list of rules is made of these facts beside the program. */
interface CityRuleSources {
  country: CityCountry | null;
  records: RuleRecords;
  /** Rules of conflicts in force there; null: the city has no plans. */
  plans: PlanRules | null;
  /** The city's own table of clearances; null: the program's, where its country has one. */
  clearance: ClearanceRules | null;
}

/** All rules of a city, in the order of their subjects. */
export function cityRules({ country, records, plans, clearance }: CityRuleSources): CityRule[] {
  const table = clearance ?? BASE_CLEARANCE_RULES;
  return [
    ...sunRulesOf(country, records).map((rule) => ({
      ...judgedSun(rule),
      shipped: shippedSun(rule.id),
      label: rule.label,
      source: rule.source,
      edition: records[ruleKey({ subject: 'sun', id: rule.id })]?.release?.edition ?? '—',
      isStated: false,
      isForeign: SUN_RULES.some(({ id }) => id === rule.id) && !holdsSun(rule.id, country),
    })),
    ...(plans ? planRules(plans, country) : []),
    ...pipeRules(table, clearance === null && clearanceRulesOf(country) === null, records),
    airportRule(records),
    craneRule(country, records),
    siteNoiseRule(country, records),
    ...hazardRules(country, records),
    lookAheadRule(records),
  ];
}

/** How many rules are confirmed, and how many of the city's own country's wait for it. */
export function countStandings(rules: readonly CityRule[], records: RuleRecords): { confirmed: number; open: number } {
  const own = rules.filter(({ isForeign }) => !isForeign);
  const confirmed = own.filter((rule) => givesVerdict(standingOf(rule, records))).length;
  return { confirmed, open: own.length - confirmed };
}
