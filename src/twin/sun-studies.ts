import type { SunStudyRequest } from '../../model/scenarios/sun-study.ts';
import type { SunResult } from '../../workers/sun/engine-types.ts';
import { serviceKey } from './services.ts';

/** Hours of sun at façades, asked by who has a question of it and no engine. */
export interface SunStudies {
  /** Null: stopped. */
  study(request: SunStudyRequest, hear: (doneRatio: number) => void): Promise<SunResult | null>;
  stop(): void;
  /** Colours the façades of the last study; null: none. What the scheme brings stands with it. */
  show(phase: 'before' | 'after' | null): void;
}

/** Offered by the plug-in of the sun. */
export const SUN_STUDIES = serviceKey<SunStudies>('sun studies');
