import type { ServiceAreaRequest } from '../../../model/questions/service-areas.ts';
import type { ServiceFacts, ServiceResult } from '../../../workers/service-areas/engine-types.ts';
import { placesOfChoice } from '../../kit/facility-choice.ts';
import type { App } from '../../kit/plugin.ts';
import { openRoleAnalysis, type RoleAnalysis } from '../../twin/role-analysis.ts';
import type { Opener } from '../../twin/services.ts';
import type { ServiceForm } from './slice.ts';

/** Id of the plug-in and of its engine. */
export const SERVICE_AREAS = 'service-areas';

/** Minutes on foot, computed with the roles of layers that hold when it is asked. */
export type ServiceController = RoleAnalysis<ServiceFacts, ServiceAreaRequest, ServiceResult>;

export const serviceAreasController: Opener<App, ServiceController> = {
  id: SERVICE_AREAS,
  open: (app) => openRoleAnalysis(app, SERVICE_AREAS, SERVICE_AREAS),
};

/** What the engine is asked, as a case of the command line has it; null: no facility is chosen. */
export function requestOf({ layer, attribute, value, closed, ...question }: ServiceForm): ServiceAreaRequest | null {
  const facilities = placesOfChoice({ layer, attribute, value });
  return facilities && { facilities, ...question, ...(closed ? { closed: [...closed] } : {}) };
}
