import { beforeEach, expect, test } from 'vitest';
import { BASE_PLAN_BASIS, NO_PLAN_RULES } from '../../../model/plans/base-basis.ts';
import { BASE_PLAN_RULES } from '../../../model/plans/base-rules.ts';
import { type PlanBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import { DEFAULT_SLIVERS } from '../../../model/plans/slivers.ts';
import { judgedPlanRule } from '../../../model/rules/city-rules.ts';
import { numbersHash } from '../../../model/rules/numbers.ts';
import { TaskColumn } from '../../../src/app/shell/task-column.tsx';
import { words } from '../../../src/kit/words.ts';
import { areConflictsShown, filtered } from '../../../src/plugins/conflicts/controller.ts';
import { withRule } from '../../../src/plugins/conflicts/own-basis.ts';
import { BasisPanel } from '../../../src/plugins/conflicts/panels/basis-part.tsx';
import { BlueprintPart } from '../../../src/plugins/conflicts/panels/blueprint.tsx';
import { ConflictList } from '../../../src/plugins/conflicts/panels/conflict-list.tsx';
import { ConflictsPanel } from '../../../src/plugins/conflicts/panels/conflicts.tsx';
import { ConflictFindings } from '../../../src/plugins/conflicts/panels/findings.tsx';
import { ConflictGroups } from '../../../src/plugins/conflicts/panels/groups.tsx';
import { HeightRow } from '../../../src/plugins/conflicts/panels/height-row.tsx';
import { Resolution } from '../../../src/plugins/conflicts/panels/resolution.tsx';
import { EVERY_CONFLICT } from '../../../src/plugins/conflicts/slice.ts';
import type { PlanConflict, PlanReport } from '../../../workers/plans/plan-types.ts';
import { markupIn, readable } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();

const conflict = (shape: string, rule: string, areaM2: number): PlanConflict => {
  const { type, severity } = BASE_PLAN_RULES.rules.find(({ id }) => id === rule) ?? expect.fail(rule);
  return {
    id: `${rule}/kg/${shape}/gt/PBF-1`,
    rule,
    type,
    severity,
    a: { plan: 'kg', shape, kind: 'parcel', use: 'residential', code: '0701', farMax: 2.8, heightMaxM: 80 },
    b: { plan: 'gt', shape: 'PBF-1', kind: 'farmland', use: null },
    areaM2,
    ellipsoidalM2: areaM2,
    meanWidthM: 3,
    at: [108.75, 34.3],
    coordinates: [],
  };
};

const planOf = (id: string, zh: string, en: string): PlanReport['plans'][number] => ({
  id,
  authority: { zh, en },
  name: { zh, en },
  version: '1',
  status: 'draft',
  codes: 'mnr-2023',
  source: { name: { zh, en }, licence: '', crs: 'EPSG:4326' },
  file: `plans/${id}.geojson`,
  hash: '0'.repeat(64),
  count: 1,
});

const REPORT: PlanReport = {
  plans: [planOf('kg', '控规', 'Regulatory'), planOf('gt', '总规', 'Territorial')],
  rules: BASE_PLAN_RULES.rules,
  basis: BASE_PLAN_BASIS,
  by: stampsOf(BASE_PLAN_BASIS),
  plane: 'EPSG:4545',
  request: { plans: null, rules: null, slivers: DEFAULT_SLIVERS, isRepairing: false },
  conflicts: [
    conflict('a', 'construction-farmland', 5),
    conflict('b', 'construction-farmland', 25_000),
    conflict('c', 'use-zone', 80),
  ],
  published: { all: 3, prohibited: 2 },
  tallies: [],
  notes: [],
  shapes: 3,
  inputHash: '',
  hash: '',
};

/** A controller that knows the report. */
const known = (part: object) => ({
  report: () => REPORT,
  plans: () => REPORT.plans,
  stock: () => null,
  decisions: () => new Map(),
  ...part,
});

beforeEach(async () => {
  await words.changeLanguage('zh');
});

test('a filter leaves the conflicts of a rule, a severity or a plan, the gravest and then the largest first', () => {
  const shapes = (part: object) => filtered(REPORT, { ...EVERY_CONFLICT, ...part }).map(({ a }) => a.shape);
  expect(shapes({})).toEqual(['b', 'a', 'c']);
  expect(shapes({ rule: 'use-zone' })).toEqual(['c']);
  expect(shapes({ severity: 'prohibited' })).toEqual(['b', 'a']);
  expect(shapes({ plan: 'ly' })).toEqual([]);
});

test('the first card of a city says which rules its plans break, the gravest first, with places and ground', () => {
  const twin = pageTwin(city, 0);
  const text = readable(markupIn(twin, <ConflictFindings />, { conflicts: known({}) }));
  expect(text).toMatch(/^控规建设用地 × 永久基本农田 2 处 2\.50\s*公顷 .+ 1 处 80\.0\s*m²$/);
});

test('a comparison for the first card draws nothing until a tool of conflicts is open', () => {
  const twin = pageTwin(city, 0);
  twin.getState().setPlanCheck({ planCheck: { kind: 'done', serial: 1 }, isPlanGlance: true });
  expect(areConflictsShown(twin.getState())).toBe(false);
  twin.getState().setPlanCheck({ isPlanGlance: false });
  expect(areConflictsShown(twin.getState())).toBe(true);
});

test('conflicts stand by rule with clause and edition, unverified ones marked, in either language', async () => {
  const twin = pageTwin(city, 0);
  const list = <ConflictGroups report={REPORT} />;
  const conflicts = known({});
  expect(readable(markupIn(twin, list, { conflicts }))).toMatch(
    /控规建设用地 × 永久基本农田 2 · 2\.50\s*公顷 土地管理法 第三十五条 · 2019 居住 0701 × 永久基本农田 2\.50\s*公顷 控规 × 总规 b × PBF-1 居住 0701 × 永久基本农田 5\.0\s*m² 控规 × 总规 a × PBF-1 控规用地性质/,
  );
  await words.changeLanguage('en');
  expect(markupIn(twin, list, { conflicts })).toMatch(MARKED);
});

const MARKED = /Land Administration Law, art\. 35 · 2019 <i class="rule-mark"[^>]*Unconfirmed/;

test('two conflicts of one size and one use are told apart by whoever hears their names', () => {
  const conflicts = ['a', 'b'].map((shape) => conflict(shape, 'construction-farmland', 5));
  const markup = markupIn(pageTwin(city), <ConflictGroups report={{ ...REPORT, conflicts }} />, {
    conflicts: known({}),
  });
  const names = markup
    .split('<button')
    .slice(1)
    .map((part) => readable(`<${part.split('</button>')[0]}`));
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(2);
});

test('a rule of conflicts that an office confirmed has no mark', async () => {
  const twin = pageTwin(city, 0);
  await words.changeLanguage('en');
  const { rules } = BASE_PLAN_RULES;
  const { id, numbers } = judgedPlanRule(rules.find((rule) => rule.id === 'construction-farmland') ?? rules[0]);
  const release = {
    unit: 'x',
    role: 'x',
    who: 'x',
    by: 'page',
    on: '2026-11-29',
    edition: 'x',
    clause: 'x',
    page: '1',
  };
  const hash = numbersHash('conflicts', id, numbers);
  twin.getState().setRuleRecords({
    [`conflicts/${id}`]: {
      subject: 'conflicts',
      id,
      label: { zh: 'x', en: 'x' },
      numbers: { ...numbers },
      release: { ...release, by: 'page', scan: null, hash },
    },
  });
  const list = <ConflictGroups report={REPORT} />;
  expect(markupIn(twin, list, { conflicts: known({}) })).not.toMatch(MARKED);
});

test('a conflict is a case: what either plan wants, the clause, the lawful way first and the other locked, each with its hectares', () => {
  const twin = pageTwin(city, 0);
  const effect = (kind: 'parcel' | 'farmland', needsApproval: boolean) => ({
    ...{ vanished: ['x'], arose: [], needsApproval, wallMs: 1 },
    balance: [{ kind, use: kind === 'parcel' ? ('residential' as const) : null, beforeM2: 50_000, afterM2: 25_000 }],
  });
  twin.getState().setPlanCheck({
    planDraft: { kind: 'made', way: 'give-up a', effect: effect('parcel', false) },
    planWays: {
      'give-up a': { kind: 'weighed', effect: effect('parcel', false) },
      'give-up b': { kind: 'weighed', effect: effect('farmland', true) },
    },
  });
  const [, farmland] = REPORT.conflicts;
  const conflicts = known({ shown: () => REPORT.conflicts, basis: { now: () => BASE_PLAN_BASIS } });
  const text = readable(markupIn(twin, <Resolution conflict={farmland} report={REPORT} />, { conflicts }));
  expect(text).toMatch(/同一块地，控规要居住 0701，总规要永久基本农田，重叠 2\.50\s*公顷/);
  expect(text).toMatch(/用途 居住 0701 永久基本农田 容积率 ≤ 2\.80 — 限高 ≤ 80\.0\s*m —/);
  expect(text).toMatch(/重叠内可建住宅 约 700 户、1,820 人 —/);
  expect(text).toContain('依据：土地管理法 第三十五条 · 2019');
  expect(text).toMatch(
    /重叠范围划归总规（永久基本农田） 刚性控制线优先：规划须让出 消除 1 处，新增 0 处 · 居住 −2\.50\s*公顷 重叠范围划归控规（居住 0701） 刚性控制线不得擅自调整：须填批准文号 消除 1 处，新增 0 处 · 永久基本农田 −2\.50\s*公顷/,
  );
  // What is chosen is tried, and nothing is decided by it.
  expect(text).toContain('这是试算，不是决定');
});

test('who may not decide is told so at the first click, with the way to another account', () => {
  const twin = pageTwin(city, 0);
  twin.getState().setPlanCheck({ planRecord: { serial: 1, keeper: 'hub', failure: null } });
  twin
    .getState()
    .takeAccount({ name: 'admin', role: 'administrator', scope: { areas: 'all', classes: 'all' }, areas: [] });
  const conflicts = known({ shown: () => [], basis: { now: () => BASE_PLAN_BASIS } });
  const page = () =>
    readable(markupIn(twin, <Resolution conflict={REPORT.conflicts[1]} report={REPORT} />, { conflicts }));
  expect(page()).toContain('以 admin（管理员）登录。 提出处理意见须分析员或规划师账号，签署须另一位规划师。 换账号');
  twin.getState().takeAccount({ name: 'an', role: 'analyst', scope: { areas: 'all', classes: 'all' }, areas: [] });
  expect(page()).not.toContain('换账号');
});

test('a blueprint and its button are never silent about what is left open', () => {
  const twin = pageTwin(city, 0);
  twin.getState().setPlanCheck({ planRecord: { serial: 1, keeper: 'page', failure: null } });
  const report = { ...REPORT, published: { all: 117, prohibited: 48 } };
  const conflicts = known({ report: () => report, decisions: () => new Map([['x', { state: 'signed' }]]) });
  const text = readable(markupIn(twin, <BlueprintPart />, { conflicts }));
  expect(text).toContain('原有 117 处冲突，已签署 1 处决定；还剩 3 处未处理，其中禁止类 2 处。');
  expect(text).toContain('生成“一张图”成果（含 3 处未处理）');
});

test('a filter that leaves none says so', () => {
  const twin = pageTwin(city, 0);
  twin.getState().setPlanCheck({ planFilter: { ...EVERY_CONFLICT, plan: 'ly' } });
  expect(readable(markupIn(twin, <ConflictGroups report={REPORT} />))).toContain('没有符合筛选条件的冲突');
});

test('a city without plans says so, and one with a single plan what is missing; a plan can be imported into both', () => {
  const panel = <ConflictsPanel onClose={() => {}} />;
  const textOf = (plans: readonly PlanReport['plans'][number][]) => {
    const twin = pageTwin(city, 0);
    twin.getState().setPlanCheck({ planOpened: 1 });
    const conflicts = { report: () => null, plans: () => plans, opened: () => [], isEnough: () => plans.length > 1 };
    return readable(markupIn(twin, panel, { conflicts }));
  };
  expect(textOf([])).toMatch(/规划 0 份 导入规划 .*本市没有规划/);
  expect(textOf([planOf('kg', '控规', 'Regulatory')])).toMatch(
    /规划 1 份 控规 控规 · 1 · 草案 · 1 个图形 导入规划 .*至少要有两份规划才能比对/,
  );
});

test('each thing one does about conflicts is a row of its step, with what came of it', async () => {
  await words.changeLanguage('zh');
  const twin = pageTwin(city, 0);
  twin.getState().setPlanCheck({ planCheck: { kind: 'done', serial: 1 }, overLimitCount: 1974 });
  const conflicts = { report: () => REPORT, decisions: () => new Map(), basis: basisOf(BASE_PLAN_BASIS) };
  const rowsOf = (step: string) => {
    twin.getState().setStep(step);
    return readable(markupIn(twin, <TaskColumn />, { conflicts }));
  };
  const left = REPORT.conflicts.length;
  const rules = BASE_PLAN_BASIS.rules.rules.length;
  expect(rowsOf('conflicts')).toContain(
    `冲突清单 ${left} 处冲突 与现状 房屋、管线与规划 超限高 1,974 栋 规则与对照表 ${rules} 条规则`,
  );
  expect(rowsOf('decide')).toContain(`待我处理 提案、复核、签署 “一张图” ${left} 处未定`);
});

test('with what stands there, the worst comes first: what is not compared is offered, and a city without it says so', () => {
  const textOf = (stock: object | null) =>
    readable(
      markupIn(pageTwin(city, 0), <ConflictsPanel onClose={() => {}} part="existing" />, {
        conflicts: { report: () => null, stock: () => stock, hasStockIn: () => false },
      }),
    );
  expect(textOf({})).toContain('与现状比对');
  expect(textOf(null)).toContain('没有现状建筑和管线');
});

test('the list at the foot has the open conflict among its five rows, and says how many more there are', () => {
  const twin = pageTwin(city, 0);
  const many = Array.from({ length: 12 }, (_, i) => ({ ...REPORT.conflicts[0], id: `c${i}`, areaM2: 100 - i }));
  twin.getState().setPlanCheck({ planCheck: { kind: 'done', serial: 1 }, conflictShown: 'c6' });
  const conflicts = { report: () => ({ ...REPORT, conflicts: many }), plans: () => REPORT.plans, stock: () => null };
  const markup = markupIn(twin, <ConflictList />, { conflicts });
  expect(markup.match(/aria-pressed="true"/g)).toHaveLength(1);
  expect(markup.match(/<li>/g)).toHaveLength(5);
  expect(readable(markup)).toContain('再看 7 项');
});

const basisOf = (now: PlanBasis) => ({
  shipped: () => BASE_PLAN_BASIS,
  now: () => now,
  used: () => [],
  sourceOf: (_: string, hash: string) => (hash === stampsOf(BASE_PLAN_BASIS).rules.hash ? 'program' : 'own'),
  sharedOf: () => null,
  canUndo: () => false,
});

test('rules stand with their switch, changed ones marked; the crosswalk with a class for each code', async () => {
  const { rules } = BASE_PLAN_BASIS;
  const own = {
    ...BASE_PLAN_BASIS,
    rules: withRule(rules, rules.rules[0], { isOff: true }, rules, []),
  };
  const twin = pageTwin(city, 0);
  const controllers = (now: PlanBasis) => ({
    conflicts: { basis: basisOf(now), report: () => REPORT, isOutdated: () => now !== BASE_PLAN_BASIS },
  });
  const plain = readable(markupIn(twin, <BasisPanel />, controllers(BASE_PLAN_BASIS)));
  expect(plain).toContain('版次 3');
  expect(plain).toContain(`全部 ${rules.rules.length} 有改动 0 停用 0`);
  expect(plain).not.toContain('与现行不同');
  const markup = markupIn(twin, <BasisPanel />, controllers(own));
  expect(readable(markup)).toContain('结果按规则 3、对照表 3 得出，与现行不同');
  expect(readable(markup)).toMatch(/有改动 1 停用 1 .*控规建设用地 × 永久基本农田 改动/);
  expect(markup).toContain('value="3 + own 1"');
  twin.getState().setPlanCheck({ basisPart: 'crosswalk' });
  await words.changeLanguage('en');
  const codes = readable(markupIn(twin, <BasisPanel />, controllers(BASE_PLAN_BASIS)));
  expect(codes).toContain('136 land-use codes, 0 changed');
  expect(codes).toContain('GB 50137-2011 urban land use (unverified) A');
});

test('a city whose country has no rules is told so with the ways to have some; another country’s rules are marked', async () => {
  const shown = (country: string, now: PlanBasis) =>
    readable(
      markupIn(pageTwin({ ...city, country }, 0), <BasisPanel />, {
        conflicts: { basis: basisOf(now), report: () => null },
      }),
    );
  await words.changeLanguage('zh');
  const none = { ...BASE_PLAN_BASIS, rules: NO_PLAN_RULES };
  expect(shown('DE', none)).toMatch(
    /没有收录德国的规划冲突规则，未作比对。 可采用已收录的规则作比照，或打开自己编写的规则文件。 采用中国的规则 打开自己的规则/,
  );
  expect(shown('DE', BASE_PLAN_BASIS)).toContain('所用是中国的规则，不是本市所在国家的，只作比照。');
  expect(shown('CN', BASE_PLAN_BASIS)).not.toContain('只作比照');
});

test('a building over its limit is told by name, by how much, and what it has of what it may have', async () => {
  const twin = pageTwin(city, 0);
  const values = [
    { name: 'name', value: '金融双塔' },
    { name: 'nameEn', value: null },
  ];
  const description = {
    ...{ gid: 3, layerId: 'building', id: 'bld-ND4-00010', values },
    place: { eastM: 300, northM: 150, upM: 10, radiusM: 23 },
  };
  const over = { gid: 3, planGid: 8, heightM: 176, limitM: 104, description };
  const row = (one: Parameters<typeof HeightRow>[0]['over']) => readable(markupIn(twin, <HeightRow over={one} />));
  expect(row(over)).toMatch(/^金融双塔 .*72\u2009m.*176\u2009m.*104\u2009m/);
  await words.changeLanguage('en');
  expect(row({ ...over, description: { ...description, values: [] } })).toMatch(/^bld-ND4-00010 .*72\u2009m/);
});
