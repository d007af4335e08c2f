import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { SERVICE_AREAS, type ServiceController, serviceAreasController } from './controller.ts';
import { serviceLayers } from './scene/layers.ts';
import { serviceScenePart } from './scene-part.ts';
import { serviceSlice } from './slice.ts';
import { serviceWords } from './words.ts';

/** 步行服务圈: minutes on foot to facilities, residents served, load. */
export const serviceAreas: Plugin<ServiceController> = {
  ...serviceAreasController,
  words: serviceWords,
  order: 57,
  slices: [serviceSlice],
  engine: SERVICE_AREAS,
  scene: serviceLayers,
  sceneFile: serviceScenePart,
  places: {
    tool: [
      {
        id: SERVICE_AREAS,
        order: 60,
        at: ['plan.analyse/people'],
        answers: 'service.answers',
        icon: 'pin',
        title: 'service.title',
        result(state, { controllerOf }) {
          const found =
            doneSerial(state, SERVICE_AREAS) === null ? null : controllerOf(serviceAreasController).result();
          const band = found?.bands.at(-1);
          if (!found || !band || found.residents === 0) return null;
          const percent = Math.round((100 * band.residents) / found.residents);
          return { zh: `${band.minutes} 分钟内 ${percent} % 居民`, en: `${percent} % within ${band.minutes} min` };
        },
        isInUse: (state) => doneSerial(state, SERVICE_AREAS) !== null,
        Body: panel(() => import('./panels/service.tsx'), 'ServicePanel'),
      },
    ],
    legend: [
      {
        id: 'service-areas.legend',
        order: 22,
        isShown: (state) => doneSerial(state, SERVICE_AREAS) !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'ServiceLegend'),
      },
    ],
  },
};
