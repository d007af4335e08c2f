import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { PlacedPanel, Plugin, ToolPlace } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import { type BuildController, buildController, PLACE_PICKER } from './controller.ts';
import { daysLate } from './days-late.ts';
import { buildLink } from './link-part.ts';
import { planName } from './plan-text.ts';
import { projectSlice } from './project-slice.ts';
import { type BuildTab, buildToolOf, reviewSlice } from './review-slice.ts';
import { buildLayers } from './scene/layers.ts';
import { buildScenePart } from './scene-part.ts';
import { buildSlice } from './slice.ts';
import { buildWords } from './words.ts';

const LEFT = panel(() => import('./panels/findings.tsx'), 'BuildLeft');

/** The parts of what is judged, each below its step. */
const TABS: readonly { tab: BuildTab; at: ToolPlace; order: number }[] = [
  { tab: 'plan', at: 'build.schedule', order: 20 },
  { tab: 'bars', at: 'build.schedule', order: 30 },
  { tab: 'model', at: 'build.model', order: 10 },
  { tab: 'links', at: 'build.model', order: 20 },
  { tab: 'space', at: 'build.model', order: 30 },
  { tab: 'effect', at: 'build.around', order: 10 },
  { tab: 'repair', at: 'build.fix', order: 10 },
  { tab: 'whatIf', at: 'build.fix', order: 20 },
  { tab: 'report', at: 'build.out', order: 5 },
  { tab: 'film', at: 'build.out', order: 30 },
];

/** 建造: a schedule and a building model judged in their surroundings. */
export const build: Plugin<BuildController> = {
  ...buildController,
  words: buildWords,
  order: 140,
  slices: [buildSlice, projectSlice, reviewSlice],
  engine: 'construction',
  link: buildLink,
  sceneFile: buildScenePart,
  scene: buildLayers,
  story: {
    order: 4,
    title: 'build.schedule',
    computed: 'build.story.computed',
    from: 'build.story.from',
    limits: 'build.story.limits',
    checked: 'build.story.checked',
  },
  steps: {
    'build.verdict': (_, { controllerOf }) => {
      const facts = controllerOf(buildController).build.facts();
      const late = facts && daysLate(facts);
      if (late === null) return null;
      return late > 0
        ? { mark: 'severe', figure: `−${late}`, word: { zh: '天', en: 'days' } }
        : { mark: 'done', figure: `+${-late}`, word: { zh: '天', en: 'days' } };
    },
    'build.schedule': (_, { controllerOf }) => {
      const points = controllerOf(buildController).build.facts()?.points;
      if (!points) return null;
      const failed = points.filter(({ verdict }) => verdict === 'fail').length;
      return { mark: failed > 0 ? 'waits' : 'done', figure: failed, word: { zh: '项未过', en: 'failed' } };
    },
    'build.fix': ({ mend }, { controllerOf }) => {
      const found = mend.kind === 'done' ? controllerOf(buildController).build.review.remedies() : null;
      const gained = found?.first.reduce((sum, { gainDays }) => sum + gainDays, 0) ?? 0;
      return gained > 0 ? { mark: 'todo', figure: gained, word: { zh: '天可追回', en: 'd to gain' } } : null;
    },
    'build.out': ({ verdictSignatures }) =>
      verdictSignatures.length > 0
        ? { mark: 'done', figure: verdictSignatures.length, word: { zh: '人已签', en: 'signed' } }
        : null,
    'build.model': ({ space }, { controllerOf }) => {
      const conflicts =
        space.kind === 'done' ? controllerOf(buildController).build.review.space()?.figures.conflicts : null;
      if (conflicts === null || conflicts === undefined)
        return { mark: 'todo', word: { zh: '未检查', en: 'not checked' } };
      return { mark: conflicts > 0 ? 'severe' : 'done', figure: conflicts, word: { zh: '处', en: 'clashes' } };
    },
  },
  subjects: {
    build: {
      read({ plan, model }, { twin, controllerOf }) {
        if (plan.kind !== 'open' && model.kind !== 'open') return null;
        const facts = plan.kind === 'open' ? controllerOf(buildController).build.facts() : null;
        const file = plan.kind === 'open' ? plan.file : model.kind === 'open' ? model.file : '';
        const name = facts?.name || file;
        return { name: { zh: planName(name, 'zh'), en: planName(name, 'en') }, note: twin.city.name };
      },
    },
  },
  places: {
    start: [{ id: 'build.start', emphasis: 'site', Body: LEFT }],
    tool: [
      {
        id: 'build',
        order: 10,
        at: ['build.verdict'],
        title: 'build.verdictTool',
        result({ plan }, { controllerOf }) {
          const facts = plan.kind === 'open' ? controllerOf(buildController).build.facts() : null;
          const late = facts && daysLate(facts);
          if (late === null) return null;
          return late > 0 ? { zh: `迟 ${late} 天`, en: `${late} days late` } : { zh: '按期', en: 'in time' };
        },
        answers: 'build.answers_verdict',
        Body: LEFT,
      },
      ...TABS.map(
        ({ tab, at, order }): PlacedPanel => ({
          id: buildToolOf(tab),
          order,
          at: [at],
          part: tab,
          title: `build.tab_${tab}`,
          answers: `build.answers_${tab}`,
          Body: LEFT,
        }),
      ),
    ],
    worklist: [
      {
        id: 'build.clashes',
        ofTool: buildToolOf('space'),
        isShown: ({ space }) => space.kind === 'done',
        Body: panel(() => import('./panels/clash-list.tsx'), 'ClashList'),
      },
    ],
    vitals: [
      { id: 'build.verdicts', emphasis: 'site', Body: panel(() => import('./panels/verdicts.tsx'), 'Verdicts') },
    ],
    tray: [{ id: 'build.schedule', emphasis: 'site', Body: panel(() => import('./panels/schedule.tsx'), 'Schedule') }],
    legend: [
      {
        id: 'build.legend',
        order: 10,
        emphasis: 'site',
        // The legend of hours of sun stands in its place.
        isShown: ({ plan, shadeFocus }) => plan.kind === 'open' && shadeFocus === null,
        Body: panel(() => import('./panels/legend.tsx'), 'BuildLegend'),
      },
    ],
    over: [
      {
        id: 'build.beside',
        order: 12,
        isShown: ({ plannedBeside }) => plannedBeside,
        Body: panel(() => import('./panels/schedule.tsx'), 'BesideNames'),
      },
    ],
    cardSection: [
      { id: 'build.inspection', order: 30, Body: panel(() => import('./panels/inspection.tsx'), 'InspectionSection') },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), PLACE_PICKER),
};
