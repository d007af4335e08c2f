import './style.css';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { escapePicking } from '../../twin/pick.ts';
import { AIR_RELEASE, airReleaseController } from './controller.ts';
import { airLink } from './link-part.ts';
import { airLayers } from './scene/layers.ts';
import { airScenePart } from './scene-part.ts';
import { airSlice } from './slice.ts';
import { airWords } from './words.ts';

/** 泄漏与溯源: where a release goes, who is in it, and where a smell may come from. */
export const airRelease: Plugin<ReturnType<typeof airReleaseController.open>> = {
  ...airReleaseController,
  words: airWords,
  order: 67,
  slices: [airSlice],
  engine: 'air',
  scene: airLayers,
  sceneFile: airScenePart,
  link: airLink,
  places: {
    tool: [
      {
        id: AIR_RELEASE,
        order: 45,
        at: ['command.ahead', 'plan.analyse/ground'],
        answers: 'air.answers',
        icon: 'alert',
        title: 'air.title',
        result(state, { controllerOf }) {
          const found = doneSerial(state, AIR_RELEASE) === null ? null : controllerOf(airReleaseController).result();
          if (found?.kind !== 'release') return null;
          const [{ id, residents }] = found.limits;
          const count = formatNumber(residents);
          return { zh: `${id} 以上 ${count} 人`, en: `${count} people above ${id}` };
        },
        isInUse: (state) => doneSerial(state, AIR_RELEASE) !== null,
        Body: panel(() => import('./panels/air.tsx'), 'AirPanel'),
      },
    ],
    legend: [
      {
        id: 'air-release.legend',
        order: 26,
        isShown: (state) => doneSerial(state, AIR_RELEASE) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'AirLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), AIR_RELEASE),
};
