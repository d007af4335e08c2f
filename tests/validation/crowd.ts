import { IMO } from './crowd-imo.ts';
import { NIST } from './crowd-nist.ts';
import { CROWD_PRESETS } from './crowd-presets.ts';
import { reported } from './crowd-report.ts';
import { RIMEA } from './crowd-rimea.ts';
import { CROWD_WALKING } from './crowd-walking.ts';

/** All cases of the crowd with one report of theirs, which is written when the last of them has run. */
export const CASES = reported(
  [...CROWD_WALKING, ...RIMEA, ...IMO, ...NIST, ...CROWD_PRESETS],
  'build/validation/crowd.html',
);
