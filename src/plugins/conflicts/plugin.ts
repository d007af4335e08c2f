import './style.css';
import type { Manifest } from '../../../model/city/manifest.ts';
import { STOCK_PLAN } from '../../../model/plans/plan.ts';
import type { Text } from '../../../model/text/text.ts';
import type { PlanReport } from '../../../workers/plans/plan-types.ts';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { App, PlacedPanel, Plugin } from '../../kit/plugin.ts';
import type { TwinState } from '../../twin/slice.ts';
import {
  areChangesShown,
  areConflictsShown,
  type ConflictController,
  conflictsController,
  isWithStock,
} from './controller.ts';
import { conflictLayers } from './scene/layers.ts';
import { planScenePart } from './scene-part.ts';
import { planCheckSlice } from './slice.ts';
import { CONFLICT_PARTS, type ConflictPart, conflictToolOf } from './tools.ts';
import { conflictsWords } from './words.ts';

const PANEL = panel(() => import('./panels/conflicts.tsx'), 'ConflictsPanel');
const LIST = panel(() => import('./panels/conflict-list.tsx'), 'ConflictList');

/** Where each part stands, and what came of it. */
const TOOLS: Record<ConflictPart, Pick<PlacedPanel, 'at' | 'icon' | 'invites' | 'result' | 'isInUse'>> = {
  plans: {
    at: ['plan.conflicts'],
    icon: 'alert',
    invites: 'work',
    result: (state, app) => counted(reportOf(state, app)?.conflicts.length, { zh: '处冲突', en: 'conflicts' }),
    isInUse: areConflictsShown,
  },
  existing: {
    at: ['plan.conflicts'],
    result(state, app) {
      const report = reportOf(state, app);
      const isCompared = report?.plans.some(({ id }) => id === STOCK_PLAN);
      return isCompared ? counted(report?.conflicts.filter(isWithStock).length, { zh: '处', en: 'found' }) : null;
    },
  },
  heights: {
    at: ['plan.conflicts'],
    result: ({ overLimitCount }) => counted(overLimitCount, { zh: '栋', en: 'buildings' }),
  },
  rules: {
    at: ['plan.conflicts'],
    result: (_, { controllerOf }) =>
      counted(controllerOf(conflictsController).basis.now()?.rules.rules.length, { zh: '条规则', en: 'rules' }),
  },
  decisions: {
    at: ['plan.decide'],
    icon: 'list',
    result: (_, { controllerOf }) =>
      counted(controllerOf(conflictsController).decisions().size || null, { zh: '条', en: 'in all' }),
  },
  blueprint: {
    at: ['plan.decide'],
    result(state, app) {
      const report = reportOf(state, app);
      if (!report) return null;
      const open = report.conflicts.length;
      return open === 0 ? { zh: '可以成图', en: 'ready to make' } : counted(open, { zh: '处未定', en: 'left open' });
    },
  },
};

function reportOf({ planCheck }: TwinState, { controllerOf }: App): PlanReport | null {
  return planCheck.kind === 'done' ? controllerOf(conflictsController).report() : null;
}

const counted = (count: number | null | undefined, of: Text): Text | null =>
  count === null || count === undefined
    ? null
    : { zh: `${formatNumber(count)} ${of.zh}`, en: `${formatNumber(count)} ${of.en}` };

/** Shapes of plans that are compared for the first card of a city, without anybody asking for it: they take seconds. */
const MAX_GLANCE_SHAPES = 20_000;

const isQuicklyCompared = ({ plans, layers }: Manifest): boolean =>
  plans !== undefined &&
  layers.reduce((sum, { group, count }) => sum + (group === 'plan' ? count : 0), 0) <= MAX_GLANCE_SHAPES;

/** 多规冲突: where plans contradict each other and buildings pass their limits. */
export const conflicts: Plugin<ConflictController> = {
  ...conflictsController,
  words: conflictsWords,
  order: 35,
  slices: [planCheckSlice],
  engine: 'plans',
  sceneFile: planScenePart,
  scene: conflictLayers,
  steps: {
    'plan.conflicts': ({ planCheck }, { controllerOf }) => {
      const conflicts = planCheck.kind === 'done' ? controllerOf(conflictsController).report()?.conflicts : undefined;
      if (!conflicts) return { mark: 'todo', word: { zh: '未比对', en: 'not compared' } };
      const severe = conflicts.filter(({ severity }) => severity === 'prohibited').length;
      if (severe === 0) return { mark: 'todo', figure: conflicts.length, word: { zh: '处', en: 'in all' } };
      return { mark: 'severe', figure: conflicts.length, word: { zh: `${severe} 严重`, en: `${severe} severe` } };
    },
    'plan.decide': (_, { controllerOf }) => {
      const waiting = [...controllerOf(conflictsController).decisions().values()].filter(
        ({ state }) => state !== 'signed',
      ).length;
      return waiting > 0
        ? { mark: 'waits', figure: waiting, word: { zh: '待签', en: 'to sign' } }
        : { mark: 'todo', figure: 0, word: { zh: '待签', en: 'to sign' } };
    },
  },
  places: {
    tool: CONFLICT_PARTS.map(
      (part, order): PlacedPanel => ({
        id: conflictToolOf(part),
        order: 5 + order,
        part,
        title: `conflicts.part_${part}`,
        answers: `conflicts.answers_${part}`,
        Body: PANEL,
        ...TOOLS[part],
      }),
    ),
    worklist: [
      { id: 'conflicts.list', ofTool: conflictToolOf('plans'), Body: LIST },
      { id: 'conflicts.existing-list', ofTool: conflictToolOf('existing'), Body: LIST },
      {
        id: 'conflicts.decision-list',
        ofTool: conflictToolOf('decisions'),
        Body: panel(() => import('./panels/conflict-list.tsx'), 'DecisionList'),
      },
    ],
    object: [
      {
        id: 'conflicts.shape',
        order: -21,
        isShown: ({ planShape }) => planShape !== null,
        Body: panel(() => import('./panels/plan-shape.tsx'), 'PlanShapeCard'),
      },
    ],
    finding: [
      {
        id: 'conflicts.findings',
        emphasis: 'plans',
        isShown: (_, { twin }) => isQuicklyCompared(twin.city),
        Body: panel(() => import('./panels/findings.tsx'), 'ConflictFindings'),
      },
    ],
    legend: [
      {
        id: 'conflicts.legend',
        order: 15,
        emphasis: 'plans',
        isShown: (state) => areConflictsShown(state) || areChangesShown(state),
        Body: panel(() => import('./panels/legend.tsx'), 'ConflictLegend'),
      },
      {
        id: 'conflicts.areas',
        order: 16,
        emphasis: 'plans',
        isShown: ({ plansDrawn }) => plansDrawn.length > 0,
        Body: panel(() => import('./panels/area-legend.tsx'), 'AreaLegend'),
      },
    ],
  },
  escape({ twin, controllerOf }) {
    const { conflictShown, conflictResolved, planShape, setPlanCheck } = twin.getState();
    if (conflictResolved !== null) {
      controllerOf(conflictsController).resolve(null);
      return true;
    }
    if (planShape !== null) {
      setPlanCheck({ planShape: null });
      return true;
    }
    if (conflictShown === null) return false;
    setPlanCheck({ conflictShown: null });
    return true;
  },
};
