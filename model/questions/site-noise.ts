import * as v from 'valibot';
import { numberBetween } from './parts.ts';

/** Levels that a site's machines must not pass, dB(A): by day (6 to 22) and by night. */
export const SiteNoise = v.strictObject({ dayDb: numberBetween(0, 200), nightDb: numberBetween(0, 200) });
/** See the schema of the same name. */
export type SiteNoise = v.InferOutput<typeof SiteNoise>;

/** GB 12523-2011 at the site's boundary, as quoted on public pages (nobody here read the standard). */
export const QUOTED_SITE_NOISE: SiteNoise = { dayDb: 70, nightDb: 55 };

/** Levels at façades with the clause they are from. Of a limit that nobody has read in its standard (`verified` false, 待核) the excess is told as a number, and no verdict follows. */
export interface NoiseLimits extends SiteNoise {
  clause: string;
  verified: boolean;
}
