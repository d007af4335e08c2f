/**
 * The 14 points of schedule quality (Defense Contract Management Agency, "14-point assessment"), as parameters. Nobody here read the
 * agency's own text: `quoted` limits stand alike on several vendors' pages (Deltek, Bentley, ganttscore). For the others there is only
 * what is generally known: those limits are the plan's own (`plan`), begin there, and whoever answers for the plan changes them; the
 * verdict says whose limit it goes by.
 */
export interface DcmaRule {
  point: number;
  id: DcmaId;
  name: { zh: string; en: string };
  limit: number;
  sense: 'atMost' | 'atLeast';
  unit: '%' | '1';
  status: 'quoted' | 'plan';
}

export type DcmaId =
  | 'logic'
  | 'leads'
  | 'lags'
  | 'relations'
  | 'hardConstraints'
  | 'highFloat'
  | 'negativeFloat'
  | 'highDuration'
  | 'invalidDates'
  | 'resources'
  | 'missed'
  | 'criticalPath'
  | 'cpli'
  | 'bei';

const rule = (
  point: number,
  id: DcmaId,
  zh: string,
  en: string,
  limit: number,
  status: DcmaRule['status'],
  sense: DcmaRule['sense'] = 'atMost',
  unit: DcmaRule['unit'] = '%',
): DcmaRule => ({ point, id, name: { zh, en }, limit, sense, unit, status });

export const DCMA_RULES: readonly DcmaRule[] = [
  rule(1, 'logic', '缺少逻辑关系', 'missing logic', 5, 'quoted'),
  rule(2, 'leads', '提前量', 'leads', 0, 'quoted'),
  rule(3, 'lags', '滞后量', 'lags', 5, 'quoted'),
  rule(4, 'relations', '完成—开始关系', 'finish-to-start relations', 90, 'quoted', 'atLeast'),
  rule(5, 'hardConstraints', '硬约束', 'hard constraints', 5, 'quoted'),
  rule(6, 'highFloat', '总时差过大', 'high float', 5, 'quoted'),
  rule(7, 'negativeFloat', '负时差', 'negative float', 0, 'quoted'),
  rule(8, 'highDuration', '工期过长', 'high duration', 5, 'plan'),
  rule(9, 'invalidDates', '无效日期', 'invalid dates', 0, 'plan'),
  rule(10, 'resources', '未配资源', 'no resources', 0, 'plan'),
  rule(11, 'missed', '未按基准完成', 'missed tasks', 5, 'plan'),
  rule(12, 'criticalPath', '关键路径检验', 'critical path test', 0, 'plan', 'atMost', '1'),
  rule(13, 'cpli', '关键路径长度指数', 'critical path length index', 0.95, 'plan', 'atLeast', '1'),
  rule(14, 'bei', '基准执行指数', 'baseline execution index', 0.95, 'plan', 'atLeast', '1'),
];

/** Working days; above this float or a duration is high (quoted with the rules). */
export const HIGH_DAYS = 44;
/** What the critical path test adds to a critical activity; general knowledge says 600 days. */
export const TEST_DELAY_DAYS = 600;
