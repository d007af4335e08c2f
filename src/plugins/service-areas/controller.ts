import type { ServiceAreaRequest } from '../../../model/questions/service-areas.ts';
import type { ServiceEngineTypes, ServiceFacts, ServiceResult } from '../../../workers/service-areas/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import { openLending } from '../../twin/lent-layers.ts';
import type { Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';
import type { ServiceForm } from './slice.ts';

/** Id of the plug-in and of its engine. */
export const SERVICE_AREAS = 'service-areas';

/** Minutes on foot, computed with the roles of layers that hold when it is asked. */
export interface ServiceController extends AnalysisController<ServiceFacts, ServiceAreaRequest, ServiceResult> {
  /** Whether the last analysis was made with these roles. */
  isOfRoles(roles: TwinState['layerRoles']): boolean;
}

export const serviceAreasController: Opener<App, ServiceController> = {
  id: SERVICE_AREAS,
  open: openServices,
};

function openServices(app: App): ServiceController {
  const { twin, engines } = app;
  const client = engines.engine<ServiceEngineTypes>(SERVICE_AREAS);
  const lend = openLending(app, (layers) => client.questions.lend(layers));
  let rolesThen: TwinState['layerRoles'] | null = null;

  async function facts(): Promise<ServiceFacts> {
    const opened = await client.open();
    return (await lend()) ?? opened;
  }

  const analysis = openAnalysis<ServiceFacts, ServiceAreaRequest, ServiceResult>(
    app,
    SERVICE_AREAS,
    SERVICE_AREAS,
    async () => {
      rolesThen = twin.getState().layerRoles;
      await facts();
    },
  );
  return { ...analysis, facts, isOfRoles: (roles) => roles === rolesThen, close() {} };
}

/** What the engine is asked, as a case of the command line has it; null: no facility is chosen. Without an attribute all things of the layer serve. */
export function requestOf({ layer, attribute, value, closed, ...question }: ServiceForm): ServiceAreaRequest | null {
  if (layer === '' || (attribute !== '' && value === '')) return null;
  return {
    facilities: attribute === '' ? { by: 'layer', layer } : { by: 'attribute', layer, attribute, value },
    ...question,
    ...(closed ? { closed: [...closed] } : {}),
  };
}

/** What is closed now, as a form holds it. */
export const closedNow = ({ roadState: { closed } }: Pick<TwinState, 'roadState'>): ServiceForm['closed'] =>
  closed.length === 0 ? null : closed;
