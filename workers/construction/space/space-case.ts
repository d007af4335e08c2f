import type { SpaceCase } from '../../../model/questions/construction-space.ts';

/** From the begin of a task or a day, until the begin of a task or a day; what is left out is always. */
export type When = SpaceCase['plots'][number]['when'];
export type BoxInput = SpaceCase['boxes'][number];
/** A pipe, a well, a tunnel: a way with a diameter. */
export type TubeInput = SpaceCase['tubes'][number];
export type SpaceRuleInput = SpaceCase['rules'][number];

/** Where the distances of cranes are quoted from. */
export const CRANE_CLAUSE = 'GB 5144-2006 10.5';

/** What cranes are held to, whether or not a case names it: `crane-findings.ts`. */
export const CRANE_RULES: Record<string, Pick<SpaceRuleInput, 'title' | 'clause' | 'verified'>> = {
  tipToMast: {
    title: { zh: '塔吊臂尖距邻机塔身', en: 'Jib tip to the other mast' },
    clause: CRANE_CLAUSE,
    verified: true,
  },
  height: { title: { zh: '塔吊回转面高差', en: 'Height between jibs' }, clause: CRANE_CLAUSE, verified: true },
  oversail: { title: { zh: '塔吊越界', en: 'Jib over a plot in use' }, clause: '', verified: true },
  reach: { title: { zh: '吊装超出幅度', en: 'Lift beyond reach' }, clause: '', verified: true },
  load: { title: { zh: '吊装超载', en: 'Lift too heavy' }, clause: '', verified: true },
  noCrane: { title: { zh: '吊装时无塔吊', en: 'No crane for a lift' }, clause: '', verified: true },
  removedEarly: {
    title: { zh: '塔吊先于末次吊装拆除', en: 'Crane gone before its last lift' },
    clause: '',
    verified: true,
  },
};
