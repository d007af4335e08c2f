import type { EnuSphere } from '../../model/city/catalogue.ts';
import type { Text } from '../../model/city/manifest.ts';
import type { SunRules } from '../../model/questions/sun-rules.ts';
import type { SunStudyRequest } from '../../model/questions/sun-study.ts';
import type { EvaluatedScheme } from './scheme-volumes.ts';
import { serviceKey } from './services.ts';

/** A building with windows that what is planned takes below the rule's least. */
interface SunLoser {
  id: string;
  name: Text;
  place: EnuSphere;
  /** Windows whose façade could meet the rule, and of them those that met it and do not with what is planned. */
  judged: number;
  lost: number;
  /** The lost window that keeps least; storey 0 is the lowest. */
  worst: { storey: number; beforeMin: number; afterMin: number };
}

/** What a scheme takes of hours of sun. */
export interface SunLosses {
  rules: SunRules;
  /** All that were looked at. */
  buildings: number;
  /** Buildings that lose sun, those with most windows lost first. */
  losers: readonly SunLoser[];
}

/** Hours of sun at façades, asked by who has a question of it and no engine. */
export interface SunStudies {
  /** Null: stopped. `scheme`: whose volumes the request brings. */
  losses(
    request: SunStudyRequest,
    hear: (doneRatio: number) => void,
    scheme?: EvaluatedScheme,
  ): Promise<SunLosses | null>;
  stop(): void;
  /** Colours the façades of the last study; null: none. What the scheme brings stands with it. */
  show(phase: 'before' | 'after' | null): void;
}

/** Offered by the plug-in of the sun. */
export const SUN_STUDIES = serviceKey<SunStudies>('sun studies');
