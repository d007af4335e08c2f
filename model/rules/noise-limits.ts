import type { Text } from '../text/text.ts';
import type { RuleStanding } from './rule-record.ts';

/** A class of ground by how quiet it has to be. */
export type NoiseZone = '2' | '4a';

/** The limits of a class of ground, dB(A). */
interface NoiseLimit {
  zone: NoiseZone;
  label: Text;
  dayDb: number;
  nightDb: number;
}

/** Limits of the sound environment at houses, with the edition that they are quoted from. */
export const NOISE_LIMITS: {
  edition: string;
  standing: RuleStanding;
  zones: readonly NoiseLimit[];
  roadsideM: number;
} = {
  edition: 'GB 3096-2008',
  standing: { kind: 'unconfirmed' },
  zones: [
    { zone: '2', label: { zh: '2 类（居住、商业混杂）', en: 'class 2 (homes and shops)' }, dayDb: 60, nightDb: 50 },
    { zone: '4a', label: { zh: '4a 类（干线道路两侧）', en: 'class 4a (along main roads)' }, dayDb: 70, nightDb: 55 },
  ],
  /** Class 4a reaches so far from the edge of a main road beside ground of class 2 (GB/T 15190-2014, unverified). */
  roadsideM: 35,
};
