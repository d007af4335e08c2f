import type {
  Arrival,
  Cut,
  Journey,
  RoutingEngineTypes,
  RoutingFacts,
} from '../../../workers/road-routes/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import type { Controller, Opener } from '../../twin/services.ts';

/** Ways by road between forces and an incident. */
export interface RoutesController extends Controller {
  facts(): Promise<RoutingFacts>;
  /** The quickest way of each journey on the roads as they are now, in their order; null where there is none. */
  arrivals(place: Journey['at'], journeys: readonly Journey[]): Promise<(Arrival | null)[]>;
  /** Finds what cuts off each journey now. */
  cuts(place: Journey['at'], journeys: readonly Journey[]): Promise<Cut[][]>;
}

/** Asks the routing engine. */
export const incidentResponseController: Opener<App, RoutesController> = {
  id: 'incident-response',
  open({ twin, engines }) {
    const client = engines.engine<RoutingEngineTypes>('road-routes');
    return {
      facts: () => client.open(),
      async arrivals(place, journeys) {
        await client.open();
        return client.questions.arrivals(place, journeys, twin.getState().roadState);
      },
      cuts: (place, journeys) => client.questions.cuts(place, journeys, twin.getState().roadState),
      close() {},
    };
  },
};
