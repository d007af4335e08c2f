import { HAZARDS } from '../../model/incidents/response-plan.ts';

type Hazard = (typeof HAZARDS)[number];

/** Words of events in either language that tell a kind; of none of them a person chooses. */
const HAZARD_WORDS: Readonly<Partial<Record<Hazard, RegExp>>> = {
  flood: /暴雨|洪|内涝|积水|溃堤|flood|rainstorm|levee|dam /i,
  gas: /燃气|煤气|天然气|泄漏|gas|chemical|hazmat/i,
  fire: /火|fire/i,
  crowd: /踩踏|拥挤|人群|crowd|stampede/i,
  collapse: /坍塌|垮塌|倒塌|滑坡|collapse|landslide/i,
  search: /走失|失踪|搜寻|missing|abduct|amber/i,
};

/** The kind that the words of a message tell, the first of the list that they do; null: none of them. */
export const capHazard = (words: string): Hazard | null =>
  HAZARDS.find((hazard) => HAZARD_WORDS[hazard]?.test(words)) ?? null;
