import type { ServiceAreaRequest } from '../../../model/questions/service-areas.ts';
import type { ServiceFacts, ServiceResult } from '../../../workers/service-areas/engine-types.ts';
import { placesOfChoice } from '../../kit/facility-choice.ts';
import type { App } from '../../kit/plugin.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import type { Opener } from '../../twin/services.ts';
import type { ServiceForm } from './slice.ts';

/** Id of the plug-in and of its engine. */
export const SERVICE_AREAS = 'service-areas';

export const serviceAreasController: Opener<
  App,
  AnalysisController<ServiceFacts, ServiceAreaRequest, ServiceResult>
> = {
  id: SERVICE_AREAS,
  open: (app) => ({
    ...openAnalysis<ServiceFacts, ServiceAreaRequest, ServiceResult>(app, SERVICE_AREAS, SERVICE_AREAS),
    close() {},
  }),
};

/** What the engine is asked, as a case of the command line has it; null: no facility is chosen. */
export function requestOf({ layer, attribute, value, closed, ...question }: ServiceForm): ServiceAreaRequest | null {
  const facilities = placesOfChoice({ layer, attribute, value });
  return facilities && { facilities, ...question, ...(closed ? { closed: [...closed] } : {}) };
}
