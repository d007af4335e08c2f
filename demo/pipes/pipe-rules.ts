import type { PipeSystem } from '../../model/city/pipe-system.ts';
import { type ClearanceRules, parseClearanceRules } from '../../model/pipes/clearance-rules.ts';
import { PIPE_SYSTEMS } from '../../model/plans/plan-kinds.ts';
import { type PipeRules, planNeedM, STACKED_M, type SystemId, verticalNeedM } from './clearance.ts';

const IDS: Readonly<Record<PipeSystem, SystemId>> = {
  storm: 'YS',
  sanitary: 'WS',
  water: 'JS',
  gas: 'RQ',
  heat: 'RL',
  power: 'DL',
  telecom: 'TX',
};
const CLAUSE = { zh: '澄川管线专项（虚构）', en: 'Pipe plan of Chengchuan (fictional)' };

/** The table of clearances that the demo city's pipes were laid by, as any city may bring one. */
export function pipeRulesFile(rules: PipeRules): ClearanceRules {
  const toBuildingM = rules.horizontalM['pipe-building'] ?? 0;
  const head = { clause: CLAUSE, status: 'unverified' };
  return parseClearanceRules({
    format: 1,
    edition: '1',
    title: { zh: '澄川管线净距（待核）', en: 'Clearances of Chengchuan, unverified' },
    stackedM: STACKED_M,
    rows: PIPE_SYSTEMS.flatMap((a, i) => [
      ...PIPE_SYSTEMS.slice(i).map((b) => ({
        a,
        b,
        ...head,
        horizontalM: planNeedM(rules, IDS[a], IDS[b]),
        verticalM: verticalNeedM(rules, IDS[a], IDS[b]),
      })),
      { a, b: 'building', horizontalM: toBuildingM, ...head },
    ]),
    cover: PIPE_SYSTEMS.map((system) => ({ system, coverM: rules.coverM[IDS[system]], ...head })),
  });
}
