import './style.css';
import { formatNumber } from '../../kit/format.ts';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { SITE_SELECTION, siteSelectionController } from './controller.ts';
import { sitingLink } from './link-part.ts';
import { newSites } from './outcome.ts';
import { sitingLayers } from './scene/layers.ts';
import { sitingScenePart } from './scene-part.ts';
import { sitingSlice } from './slice.ts';
import { sitingWords } from './words.ts';

/** 选址: where to build, for whom, and how good the choice is for certain. */
export const siteSelection: Plugin<ReturnType<typeof siteSelectionController.open>> = {
  ...siteSelectionController,
  words: sitingWords,
  order: 63,
  slices: [sitingSlice],
  engine: SITE_SELECTION,
  scene: sitingLayers,
  sceneFile: sitingScenePart,
  link: sitingLink,
  places: {
    tool: [
      {
        id: SITE_SELECTION,
        order: 65,
        at: ['plan.analyse/people', 'command.dispatch'],
        answers: 'siting.answers',
        icon: 'plus',
        title: 'siting.title',
        result(state, { controllerOf }) {
          const found =
            doneSerial(state, SITE_SELECTION) === null ? null : controllerOf(siteSelectionController).result();
          if (!found) return null;
          const sites = newSites(found);
          const mean = formatNumber(found.after.meanMin, 1);
          return { zh: `${sites} 处，平均 ${mean} 分钟`, en: `${sites} sites, ${mean} min on average` };
        },
        isInUse: (state) => doneSerial(state, SITE_SELECTION) !== null,
        Body: panel(() => import('./panels/siting.tsx'), 'SitingPanel'),
      },
    ],
    legend: [
      {
        id: 'site-selection.legend',
        order: 23,
        isShown: (state) => doneSerial(state, SITE_SELECTION) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'SitingLegend'),
      },
    ],
  },
};
