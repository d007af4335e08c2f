import type { FloorUse } from '../../../model/schemes/scheme.ts';

/** Colour of what lies under the ground. */
export const BASEMENT_TOKEN = 'ink-3';

/** Colours of volumes by use, of the picture and its legend: those of the plans' land use, so that both read alike. */
export const USE_TOKENS = {
  residential: 'lu-r',
  commercial: 'lu-b',
  public: 'lu-a',
  industrial: 'lu-m',
} as const satisfies Record<FloorUse, string>;
