import { floodPlanLayer } from './plan.ts';
import { floodWaterLayer } from './water.ts';

/** What the flood draws, from the lowest up. */
export const floodLayers = [floodWaterLayer, floodPlanLayer] as const;
