import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import { type BuildController, buildController, PLACE_PICKER } from './controller.ts';
import { buildLink } from './link-part.ts';
import { projectSlice } from './project-slice.ts';
import { reviewSlice } from './review-slice.ts';
import { buildLayers } from './scene/layers.ts';
import { buildScenePart } from './scene-part.ts';
import { buildSlice } from './slice.ts';
import { buildWords } from './words.ts';

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
  places: {
    left: [
      { id: 'build', emphasis: 'site', isAlone: true, Body: panel(() => import('./panels/findings.tsx'), 'BuildLeft') },
    ],
    vitals: [
      { id: 'build.verdicts', emphasis: 'site', Body: panel(() => import('./panels/verdicts.tsx'), 'Verdicts') },
    ],
    bottom: [
      { id: 'build.schedule', emphasis: 'site', Body: panel(() => import('./panels/schedule.tsx'), 'Schedule') },
    ],
    foot: [
      {
        id: 'build.legend',
        order: 10,
        emphasis: 'site',
        // The legend of hours of sun stands in its place.
        isShown: ({ plan, shadeFocus }) => plan.kind === 'open' && shadeFocus === null,
        Body: panel(() => import('./panels/legend.tsx'), 'BuildLegend'),
      },
      {
        id: 'build.clock',
        order: 20,
        emphasis: 'site',
        Body: panel(() => import('./panels/schedule.tsx'), 'NarrowScheduleClock'),
      },
    ],
    cardSection: [
      { id: 'build.inspection', order: 30, Body: panel(() => import('./panels/inspection.tsx'), 'InspectionSection') },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), PLACE_PICKER),
};
