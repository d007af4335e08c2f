import './style.css';
import { S_PER_H } from '../../../model/time.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin, TimeSpan } from '../../kit/plugin.ts';
import { PLAY_RATES } from '../../kit/rates.ts';
import { runOutcome } from '../../kit/run-outcome.ts';
import { escapePicking } from '../../twin/pick.ts';
import type { TwinState } from '../../twin/slice.ts';
import { isRunSeen } from '../../twin/view-twin.ts';
import { type FloodController, floodController } from './controller.ts';
import { floodLink } from './link-part.ts';
import { floodLayers } from './scene/layers.ts';
import { floodScenePart } from './scene-part.ts';
import { FLOOD_ENGINE, FLOOD_PICKER, floodSlice, shownFlood } from './slice.ts';
import { floodWords } from './words.ts';

/** Floods: played in a worker, drawn on the picture, judged by what they reach. */
export const flood: Plugin<FloodController> = {
  ...floodController,
  words: floodWords,
  order: 120,
  slices: [floodSlice],
  engine: FLOOD_ENGINE,
  link: floodLink,
  sceneFile: floodScenePart,
  scene: floodLayers,
  story: {
    order: 1,
    title: 'flood.title',
    computed: 'flood.story.computed',
    from: 'flood.story.from',
    limits: 'flood.story.limits',
    checked: 'flood.story.checked',
  },
  places: {
    tool: [
      {
        id: 'flood',
        order: 60,
        at: ['command.ahead', 'plan.analyse/ground', 'build.around'],
        answers: 'flood.answers',
        icon: 'water',
        title: 'flood.title',
        result: (state) => runOutcome(state, FLOOD_ENGINE),
        isInUse: isOn,
        Body: panel(() => import('./panels/panel.tsx'), 'FloodPanel'),
      },
    ],
    result: [
      {
        id: 'flood.impact',
        ofTool: 'flood',
        isShown: hasFrames,
        Body: panel(() => import('./panels/impact.tsx'), 'ImpactDock'),
      },
    ],
    plate: [
      {
        id: 'flood.bar',
        order: 30,
        group: 'run',
        isShown: hasFrames,
        Body: panel(() => import('./panels/bar.tsx'), 'FloodBar'),
      },
    ],
    vitals: [
      {
        id: 'flood.vitals',
        order: 20,
        emphasis: 'runs',
        group: 'now',
        isShown: hasFrames,
        Body: panel(() => import('./panels/vitals.tsx'), 'FloodVitals'),
      },
    ],
    lane: [
      {
        id: 'flood.rain',
        order: 20,
        group: 'first',
        title: 'flood.rain',
        isShown: isOn,
        span: spanOfFlood,
        Body: panel(() => import('./panels/lanes.tsx'), 'RainLane'),
      },
      {
        id: 'flood.gauges',
        order: 40,
        group: 'second',
        title: 'figures.level',
        isShown: isOn,
        Body: panel(() => import('./panels/lanes.tsx'), 'GaugeLane'),
      },
    ],
    legend: [
      {
        id: 'flood.legend',
        order: 20,
        isShown: (state) => isRunSeen(state, FLOOD_ENGINE),
        Body: panel(() => import('./panels/legend.tsx'), 'FloodLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), FLOOD_PICKER),
};

function isOn(state: TwinState): boolean {
  return shownFlood(state) !== null;
}

function hasFrames(state: TwinState): boolean {
  return (shownFlood(state)?.timesS.length ?? 0) > 0;
}

function spanOfFlood(state: TwinState): TimeSpan | null {
  const run = shownFlood(state);
  if (!run) return null;
  const { name, startMs, form } = run;
  const toMs = startMs + form.endH * S_PER_H * 1000;
  return { kind: 'run', name, fromMs: startMs, toMs, mark: 'run.simulated', rates: PLAY_RATES };
}
