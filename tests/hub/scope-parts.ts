import { generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import type { Scope } from '../../model/accounts/accounts.ts';
import type { Board } from '../../model/boards/board.ts';
import { BASE_PLAN_BASIS } from '../../model/plans/base-basis.ts';
import { basisText } from '../../model/plans/plan-basis.ts';
import { SUN_RULES } from '../../model/questions/sun-rules.ts';
import { sunNumbers } from '../../model/rules/numbers.ts';
import type { RuleRecord } from '../../model/rules/rule-record.ts';
import { sha256 } from '../../model/sha256.ts';
import { HAND_PLAN } from '../model/incidents/log.ts';

/** Parts of the city: its western and its eastern district, and the city itself, for what lies in neither. */
export const PARTS = ['W', 'E', 'C'] as const;
export type Part = (typeof PARTS)[number];

export const LON_DEG: Record<Part, number> = { W: 108.745, E: 108.755, C: 108.8 };
export const SCOPE: Record<Part, Scope> = {
  W: { areas: ['WEST'], classes: 'all' },
  E: { areas: ['EAST'], classes: 'all' },
  C: EVERYTHING,
};
export const placeOf = (part: Part) => (part === 'C' ? null : { lonDeg: LON_DEG[part], latDeg: 34.3, heightM: 351 });

const bytesOf = (part: Part) =>
  new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features: [], part }));
export const planId = (part: Part) => `own-00000000000${PARTS.indexOf(part)}`;
export const planOf = (part: Part, after: number) => {
  const words = { zh: `mark-${part}`, en: `mark-${part}` };
  const [id, bytes] = [planId(part), bytesOf(part)];
  const source = { name: words, licence: '', crs: 'EPSG:4326' };
  const known = { id, authority: words, name: words, version: '1', status: 'draft', source };
  const info = { ...known, codes: 'mnr-2023', file: `plans/${id}.geojson`, hash: sha256([bytes]), count: 0 };
  return { info, gz: gzipSync(bytes).toString('base64'), after };
};
export const responsePlanOf = (part: Part, after: number) => ({ plan: { ...HAND_PLAN, id: `mark-${part}` }, after });
const SPKI = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64');
export const ruleText = basisText({ ...BASE_PLAN_BASIS.rules, edition: 'mark-C' });
const [plainSun] = SUN_RULES;
export const ruleRecord: RuleRecord = {
  subject: 'sun',
  id: 'mark-C',
  label: plainSun.label,
  numbers: { ...sunNumbers(plainSun) },
  release: null,
};
export const actOf = (part: Part) => ({
  kind: 'comment',
  conflict: `mark-${part}`,
  text: `mark-${part}`,
  facts: {
    rule: 'use-zone',
    edition: '1',
    a: { plan: 'p', shape: 's' },
    b: null,
    areaM2: 1,
    at: [LON_DEG[part], 34.3],
  },
});
export const caseOf = (part: Part, key: string) => ({
  key,
  title: `mark-${part}`,
  object: 'road-1',
  place: placeOf(part),
  alarm: null,
  priority: 2,
});
export const ownSensorOf = (part: Part) => ({
  ...{ id: `own-mark-${part}`, kind: 'rain', name: { zh: 'x', en: 'x' }, lonDeg: LON_DEG[part], latDeg: 34.3 },
  ...{ unit: 'mm', cadenceS: 60, topic: `own/${part}` },
});
export const lineOf = (client: string, n: number, act: object) => ({ client, n, atMs: Date.now(), act });

/** A public key whose private part is nobody's. */
export const signerKey = {
  key: {
    who: 'x',
    unit: 'mark-C',
    kind: 'file',
    publicKey: SPKI,
    fromMs: 0,
    untilMs: Date.now() + 86_400_000,
    revokedMs: null,
  },
};

/** A board of vitals holds the whole city. */
export const vitalsBoard: Board = { format: 1, city: 'small', span: 'day', areas: '', cards: [] };
