import type { Hazard } from '../model/incidents/response-plan.ts';
import type { Text } from '../model/text/text.ts';
import { type IncidentScenario, parseIncidentScenario } from './incident.ts';
import festival from './incident-festival-search/scenario.json' with { type: 'json' };
import gas from './incident-gas-burst/scenario.json' with { type: 'json' };
import levee from './incident-levee-breach/scenario.json' with { type: 'json' };
import metro from './incident-metro-water/scenario.json' with { type: 'json' };
import stadium from './incident-stadium-storm/scenario.json' with { type: 'json' };

/** A scenario that comes with the program, as a list says it; its packages lie in `incident-<id>`. */
export interface ShippedIncident {
  id: string;
  city: string;
  anchor: string | null;
  title: Text;
  about: Text;
  hazard: Hazard;
  lengthMin: number;
}

const headOf = ({ id, city, anchor, title, about, hazard, lines }: IncidentScenario): ShippedIncident => ({
  id,
  city,
  anchor,
  title,
  about,
  hazard,
  lengthMin: Math.max(...lines.map(({ atMin }) => atMin)),
});

/** All that come with the program, in the order of the list. */
export const SHIPPED_INCIDENTS: readonly ShippedIncident[] = [levee, stadium, gas, metro, festival].map((json) =>
  headOf(parseIncidentScenario(json, 'scenario.json')),
);
