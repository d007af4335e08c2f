import { MAX_CONSISTENCY_RATIO } from '../../../model/incidents/evaluation/ahp.ts';
import { GRADES } from '../../../model/incidents/evaluation/fuzzy.ts';
import type { TopsisScore } from '../../../model/incidents/evaluation/topsis.ts';
import type { PlanStep } from '../../../model/incidents/response-plan.ts';
import type { ReportTable } from '../../../model/reports/report.ts';
import type { Cell } from '../../../model/tables/data-table.ts';
import { NO_VALUE_MARK } from '../../kit/format.ts';
import { useWords } from '../../kit/words.ts';
import { type Alternative, CRITERIA, DIRECTIONS, GRADE_POINTS, type Score } from './score.ts';

const DIGITS = 4;
const MINUTE_DIGITS = 2;

/** Columns of the tables, by their words. */
type HeadKey =
  | 'step'
  | 'limit'
  | 'taken'
  | 'weight'
  | 'tolerance'
  | 'verdict'
  | 'score'
  | 'resource'
  | 'task'
  | 'state'
  | 'idle'
  | 'travel'
  | 'work'
  | 'response'
  | 'etaError'
  | 'measure'
  | 'noAction'
  | 'withOrders'
  | 'avoided'
  | 'share';

const cell = (value: number | null, digits = DIGITS): Cell => (value === null ? null : { value, digits });

/** The tables of a score: on screen, on paper and in a spreadsheet the same ones, each with its formula and its inputs. */
export function useScoreTables(steps: readonly PlanStep[]): (score: Score, shown: Alternative) => ReportTable[] {
  const { t, of } = useWords();
  const titleOf = (id: string) => of(steps.find((step) => step.id === id)?.title ?? { zh: id, en: id });
  const heads = (keys: readonly HeadKey[]) => keys.map((key) => t(`incidentLog.head_${key}`));

  const stepsTable = ({ time }: Alternative): ReportTable => ({
    title: t('incidentLog.scoreTime'),
    head: heads(['step', 'score', 'taken', 'limit', 'weight', 'tolerance', 'verdict']),
    rows: [
      ...time.steps.map(({ id, limitMin, takenMin, weight, toleranceRatio, verdict, score }) => [
        titleOf(id),
        cell(score),
        cell(takenMin, MINUTE_DIGITS),
        cell(limitMin, MINUTE_DIGITS),
        cell(weight, 1),
        cell(toleranceRatio, 2),
        t(`incidentLog.verdict_${verdict}`),
      ]),
      [t('incidentLog.sum'), cell(time.score), null, null, null, null, null],
    ],
    note: t('incidentLog.formulaTime'),
  });

  const ordersTable = ({ orders }: Alternative): ReportTable => ({
    title: t('incidentLog.scoreOrders'),
    head: heads(['resource', 'task', 'state', 'idle', 'travel', 'work', 'response', 'etaError']),
    rows: orders.orders.map(({ name, task, state, idleMin, travelMin, workMin, responseMin, etaErrorMin }) => [
      name,
      task,
      t(`incidentLog.order_${state}`),
      ...[idleMin, travelMin, workMin, responseMin, etaErrorMin].map((value) => cell(value, MINUTE_DIGITS)),
    ]),
    note: `${t('incidentLog.formulaOrders')} P50 ${orders.responseP50Min ?? NO_VALUE_MARK}, P90 ${orders.responseP90Min ?? NO_VALUE_MARK}`,
  });

  const lossNote = (runs: Alternative['lossRuns']) => {
    const names = (isTyped: boolean) => runs.filter((run) => run.isTyped === isTyped).map(({ name }) => name);
    return [
      t('incidentLog.formulaLoss'),
      ...(names(false).length > 0 ? [t('incidentLog.fromRuns', { names: names(false).join(' · ') })] : []),
      ...(names(true).length > 0 ? [t('incidentLog.typedLoss', { names: names(true).join(' · ') })] : []),
    ].join(' ');
  };
  const lossTable = ({ loss, lossRuns }: Alternative): ReportTable => ({
    title: t('incidentLog.scoreLoss'),
    head: heads(['measure', 'noAction', 'withOrders', 'avoided', 'share']),
    rows: loss
      ? (['people', 'roads', 'dwellings'] as const).map((key) => {
          const { noAction, withOrders, avoided, ratio } = loss[key];
          const measure = t(`incidentLog.loss_${key}`);
          return [measure, cell(noAction, 1), cell(withOrders, 1), cell(avoided, 1), cell(ratio)];
        })
      : [[t('incidentLog.noLoss'), null, null, null, null]],
    note: lossNote(lossRuns),
  });

  const weightsTable = ({ ahp, entropy, used }: Score): ReportTable => ({
    title: t('incidentLog.scoreWeights'),
    head: [
      t('incidentLog.head_criterion'),
      t('incidentLog.head_direction'),
      t('incidentLog.head_ahp'),
      t('incidentLog.head_entropy'),
    ],
    rows: CRITERIA.map((criterion, c) => [
      t(`incidentLog.criterion_${criterion}`),
      t(`incidentLog.${DIRECTIONS[c]}`),
      cell(ahp.weights[c]),
      cell(entropy && used.includes(c) ? entropy.weights[used.indexOf(c)] : null),
    ]),
    note: `${t('incidentLog.formulaAhp', { lambda: ahp.lambda.toFixed(DIGITS), ratio: ahp.consistencyRatio.toFixed(DIGITS), most: MAX_CONSISTENCY_RATIO })} ${t('incidentLog.formulaEntropy')}`,
  });

  const topsisTable = ({ alternatives, byAhp, byEntropy, used }: Score): ReportTable => ({
    title: t('incidentLog.scoreTopsis'),
    head: [
      t('incidentLog.head_alternative'),
      ...CRITERIA.map((criterion) => t(`incidentLog.criterion_${criterion}`)),
      'd⁺',
      'd⁻',
      t('incidentLog.head_byAhp'),
      t('incidentLog.head_byEntropy'),
    ],
    rows: alternatives.map(({ name, figures }, i) => [
      name,
      ...figures.map((figure) => cell(figure)),
      cell(byAhp?.[i].toBest ?? null),
      cell(byAhp?.[i].toWorst ?? null),
      ranked(byAhp, i),
      ranked(byEntropy, i),
    ]),
    note: [
      t('incidentLog.formulaTopsis'),
      ...(alternatives.length < 2 ? [t('incidentLog.needsBranch')] : []),
      ...(used.length < CRITERIA.length
        ? [
            t('incidentLog.leftOut', {
              names: CRITERIA.filter((_, c) => !used.includes(c))
                .map((criterion) => t(`incidentLog.criterion_${criterion}`))
                .join(', '),
            }),
          ]
        : []),
    ].join(' '),
  });

  const fuzzyTable = ({ alternatives }: Score): ReportTable => ({
    title: t('incidentLog.scoreFuzzy'),
    head: [
      t('incidentLog.head_alternative'),
      ...GRADES.map((grade) => t(`incidentLog.grade_${grade}`)),
      t('incidentLog.head_grade'),
      t('incidentLog.head_points'),
    ],
    rows: alternatives.map(({ name, fuzzy }) => [
      name,
      ...GRADES.map((_, g) => cell(fuzzy?.grades[g] ?? null)),
      fuzzy ? t(`incidentLog.grade_${fuzzy.grade}`) : null,
      cell(fuzzy?.points ?? null),
    ]),
    note: `${t('incidentLog.formulaFuzzy')} ${CRITERIA.map((criterion) => `${t(`incidentLog.criterion_${criterion}`)} ${GRADE_POINTS[criterion].join(' / ')}`).join('; ')}`,
  });

  return (score, shown) => [
    stepsTable(shown),
    ordersTable(shown),
    lossTable(shown),
    weightsTable(score),
    topsisTable(score),
    fuzzyTable(score),
  ];
}

/** `0.6806 (1)`: closeness, and the place among all. */
function ranked(scores: readonly TopsisScore[] | null, i: number): Cell {
  const own = scores?.[i].closeness ?? null;
  if (!scores || own === null) return null;
  const place = 1 + scores.filter(({ closeness }) => (closeness ?? 0) > own).length;
  return `${own.toFixed(DIGITS)} (${place})`;
}
