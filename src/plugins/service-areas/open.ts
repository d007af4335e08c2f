import type { ServiceAreaRequest } from '../../../model/scenarios/service-areas.ts';
import type { ServiceFacts, ServiceResult } from '../../../workers/service-areas/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import type { Opener } from '../../twin/services.ts';
import type { ServiceForm } from './slice.ts';

/** Id of the plug-in and of its engine. */
export const SERVICE_AREAS = 'service-areas';

/** Minutes that are drawn, the 15-minute circle of life last. */
const MINUTES = [5, 10, 15];
const REACH_M = 200;
const MAP_CELL_M = 20;

export const serviceOpener: Opener<App, AnalysisController<ServiceFacts, ServiceAreaRequest, ServiceResult>> = {
  id: SERVICE_AREAS,
  open: (app) => ({
    ...openAnalysis<ServiceFacts, ServiceAreaRequest, ServiceResult>(app, SERVICE_AREAS, SERVICE_AREAS),
    close() {},
  }),
};

/** What the engine is asked, as a case of the command line has it; null: no facility is chosen. */
export function requestOf(form: ServiceForm): ServiceAreaRequest | null {
  const { layer, attribute, value, direction, crossingWaitS, demandPerResident } = form;
  if (value === '') return null;
  return {
    facilities: { by: 'attribute', layer, attribute, value },
    minutes: [...MINUTES],
    direction,
    crossingWaitS,
    reachM: REACH_M,
    cellM: MAP_CELL_M,
    demandPerResident,
  };
}
