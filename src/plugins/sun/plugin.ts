import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import { weatherOf } from '../../twin/weather.ts';
import { SUN_PICKER, SUN_TOOL, type SunController, sunController } from './controller.ts';
import { hasShortDwellings, resultLine } from './result-line.ts';
import { sunLayers } from './scene/layers.ts';
import { sunStudySlice } from './slice.ts';
import { sunWords } from './words.ts';

/** Date, time, where the sun stands, and the one clock's play. */
export const sun: Plugin<SunController> = {
  words: sunWords,
  order: 50,
  ...sunController,
  engine: 'sun',
  slices: [sunStudySlice],
  scene: sunLayers,
  escape: ({ twin }) => escapePicking(twin.getState(), SUN_PICKER),
  story: {
    order: 5,
    title: 'sun.title',
    computed: 'sun.story.computed',
    from: 'sun.story.from',
    limits: 'sun.story.limits',
    checked: 'sun.story.checked',
  },
  places: {
    tool: [
      {
        id: SUN_TOOL,
        order: 10,
        at: ['cluster', 'plan.analyse/light', 'build.around'],
        answers: 'sun.answers',
        invites: 'work',
        short: 'sun.short',
        icon: 'sun',
        title: 'sun.title',
        isInUse: ({ playing }) => playing,
        result: resultLine,
        Body: panel(() => import('./panels/sun.tsx'), 'SunPanel'),
      },
    ],
    result: [
      {
        id: 'sun.result',
        ofTool: SUN_TOOL,
        isShown: ({ sunStudied }) => sunStudied.kind === 'done',
        Body: panel(() => import('./panels/sun-result.tsx'), 'SunResultPanel'),
      },
    ],
    worklist: [
      {
        id: 'sun.list',
        ofTool: SUN_TOOL,
        isShown: ({ sunStudied }, { controllerOf }) =>
          sunStudied.kind === 'done' && hasShortDwellings(controllerOf(sunController).result()),
        Body: panel(() => import('./panels/dwelling-list.tsx'), 'DwellingList'),
      },
    ],
    legend: [
      {
        id: 'sun.weather',
        order: 8,
        isShown: (state) => weatherOf(state).weather !== 'clear',
        Body: panel(() => import('./panels/weather.tsx'), 'WeatherLegend'),
      },
      {
        id: 'sun.legend',
        order: 16,
        isShown: ({ sunStudied, sunFacades }) => sunStudied.kind === 'done' && sunFacades !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'SunLegend'),
      },
      {
        id: 'sun.ground',
        order: 17,
        isShown: ({ sunGround, sunGroundShown }) => sunGround.kind === 'done' && sunGroundShown !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'SunGroundLegend'),
      },
      {
        id: 'sun.fan',
        order: 18,
        isShown: ({ sunFan }) => sunFan !== null,
        Body: panel(() => import('./panels/sun-fan.tsx'), 'SunFanLegend'),
      },
    ],
    lane: [
      {
        id: 'sun.daylight',
        order: 30,
        group: 'first',
        title: 'sun.daylight',
        Body: panel(() => import('./panels/sun.tsx'), 'DaylightLane'),
      },
    ],
  },
};
