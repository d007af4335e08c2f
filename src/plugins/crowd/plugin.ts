import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin, TimeSpan } from '../../kit/plugin.ts';
import { PLAY_RATES } from '../../kit/rates.ts';
import { runOutcome } from '../../kit/run-outcome.ts';
import { escapePicking } from '../../twin/pick.ts';
import { isRunActive } from '../../twin/runs.ts';
import type { TwinState } from '../../twin/slice.ts';
import { isRunSeen } from '../../twin/view-twin.ts';
import { type CrowdController, crowdController } from './controller.ts';
import { crowdLink } from './link-part.ts';
import { crowdLayers } from './scene/layers.ts';
import { crowdScenePart } from './scene-part.ts';
import { CROWD_ENGINE, CROWD_PICKER, crowdSlice, shownCrowd } from './slice.ts';
import { crowdWords } from './words.ts';

/** Crowds: walked in a worker, drawn on the picture, with when they are out. */
export const crowd: Plugin<CrowdController> = {
  ...crowdController,
  words: crowdWords,
  order: 130,
  slices: [crowdSlice],
  engine: CROWD_ENGINE,
  link: crowdLink,
  sceneFile: crowdScenePart,
  scene: crowdLayers,
  story: {
    order: 2,
    title: 'crowd.title',
    computed: 'crowd.story.computed',
    from: 'crowd.story.from',
    limits: 'crowd.story.limits',
    checked: 'crowd.story.checked',
  },
  places: {
    tool: [
      {
        id: 'crowd',
        order: 70,
        at: ['command.ahead', 'plan.analyse/people'],
        answers: 'crowd.answers',
        icon: 'users',
        title: 'crowd.title',
        result: (state) => runOutcome(state, CROWD_ENGINE),
        isInUse: isOn,
        Body: panel(() => import('./panels/panel.tsx'), 'CrowdPanel'),
      },
    ],
    result: [
      {
        id: 'crowd.results',
        ofTool: 'crowd',
        isShown: hasFrames,
        Body: panel(() => import('./panels/results.tsx'), 'ResultsDock'),
      },
    ],
    plate: [
      {
        id: 'crowd.bar',
        order: 20,
        group: 'run',
        isShown: isOn,
        Body: panel(() => import('./panels/bar.tsx'), 'CrowdBar'),
      },
    ],
    vitals: [
      {
        id: 'crowd.vitals',
        order: 10,
        emphasis: 'runs',
        group: 'now',
        isShown: hasFrames,
        Body: panel(() => import('./panels/vitals.tsx'), 'CrowdVitals'),
      },
    ],
    lane: [
      {
        id: 'crowd.left',
        order: 10,
        group: 'first',
        title: 'crowd.left',
        isShown: isOn,
        span: spanOfCrowd,
        Body: panel(() => import('./panels/lanes.tsx'), 'LeftLane'),
      },
    ],
    legend: [
      {
        id: 'crowd.legend',
        order: 10,
        isShown: (state) => isRunSeen(state, CROWD_ENGINE),
        Body: panel(() => import('./panels/legend.tsx'), 'CrowdLegend'),
      },
    ],
  },
  escape({ twin, panels }) {
    const state = twin.getState();
    if (escapePicking(state, CROWD_PICKER)) return true;
    if (state.pickedPerson === null || state.selectedGid !== null || panels.getState().tool !== null) return false;
    state.pickPerson(null);
    return true;
  },
};

function isOn(state: TwinState): boolean {
  return shownCrowd(state) !== null;
}

function hasFrames(state: TwinState): boolean {
  return (shownCrowd(state)?.timesS.length ?? 0) > 0;
}

function spanOfCrowd(state: TwinState): TimeSpan | null {
  const run = shownCrowd(state);
  if (!run) return null;
  const { name, startMs, timesS, status } = run;
  const endS = isRunActive(status) ? run.endS : (timesS.at(-1) ?? run.endS);
  return { kind: 'run', name, fromMs: startMs, toMs: startMs + endS * 1000, mark: 'run.simulated', rates: PLAY_RATES };
}
