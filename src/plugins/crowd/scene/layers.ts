import { crowdPeopleLayer } from './people.ts';
import { crowdPlanLayer } from './plan.ts';

/** What the crowd draws, from the lowest up. */
export const crowdLayers = [crowdPeopleLayer, crowdPlanLayer] as const;
