import type { Vehicle } from '../../../model/resources/resources.ts';
import type {
  Arrival,
  Cut,
  Journey,
  RoutingEngineTypes,
  RoutingFacts,
} from '../../../workers/road-routes/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { READINESS } from '../../twin/readiness.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { openReadiness } from './readiness.ts';

/** What the teams of a city drive. */
export type Fleet = readonly Pick<Vehicle, 'team' | 'kind'>[];

/** Ways by road between forces and an incident. */
export interface RoutesController extends Controller {
  facts(): Promise<RoutingFacts>;
  /** The vehicles that the city lists; none where it has no list. */
  fleet(): Promise<Fleet>;
  /** The quickest way of each journey on the roads as they are now, in their order; null where there is none. */
  arrivals(place: Journey['at'], journeys: readonly Journey[]): Promise<(Arrival | null)[]>;
  /** Finds what cuts off each journey now. */
  cuts(place: Journey['at'], journeys: readonly Journey[]): Promise<Cut[][]>;
}

/** Asks the routing engine. */
export const incidentResponseController: Opener<App, RoutesController> = {
  id: 'incident-response',
  open({ twin, engines, offer }) {
    const client = engines.engine<RoutingEngineTypes>('road-routes');
    const { questions } = client;
    const roads = () => twin.getState().roadState;
    const endOffer = offer(READINESS, openReadiness({ questions, open: () => client.open(), roads }));
    return {
      facts: () => client.open(),
      fleet: async () => (await client.questions.resources())?.vehicles ?? [],
      async arrivals(place, journeys) {
        await client.open();
        return client.questions.arrivals(place, journeys, twin.getState().roadState);
      },
      cuts: (place, journeys) => client.questions.cuts(place, journeys, twin.getState().roadState),
      close: endOffer,
    };
  },
};
