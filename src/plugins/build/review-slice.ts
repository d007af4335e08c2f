import type { LayerInfo, Text } from '../../../model/city/manifest.ts';
import type { Enu } from '../../../model/geo/enu.ts';
import type { DcmaLimits } from '../../../model/questions/construction.ts';
import type { WhatIf } from '../../../model/questions/construction-what-if.ts';
import type { Signature } from '../../../model/signatures/statement.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice, TwinState } from '../../twin/slice.ts';
import { linkableOf } from './project-slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ReviewSlice {}
}

/** What a worker does for a panel: it holds the answer once it is done, `serial` growing with each. */
export type ReviewTask =
  | { kind: 'idle' }
  | { kind: 'running'; doneRatio: number }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'done'; serial: number };

export const BUILD_TABS = [
  'model',
  'links',
  'plan',
  'bars',
  'space',
  'repair',
  'whatIf',
  'effect',
  'film',
  'report',
] as const;
export type BuildTab = (typeof BUILD_TABS)[number];

/** The tool of the page that shows a part. */
export const buildToolOf = (tab: BuildTab): string => `build.${tab}`;

/** Parts that have something to show: links need a plan and elements, clashes a model or a plan. */
export function tabsOf({ model, plan }: Pick<TwinState, 'model' | 'plan'>, layers: readonly LayerInfo[]): BuildTab[] {
  const hasModel = model.kind === 'open';
  const hasPlan = plan.kind === 'open';
  const shown: Record<BuildTab, boolean> = {
    model: model.kind !== 'none',
    links: hasPlan && linkableOf(layers, { model }).length > 0,
    bars: hasPlan,
    plan: hasPlan,
    space: hasPlan || hasModel,
    repair: hasPlan,
    whatIf: hasPlan,
    effect: hasPlan,
    film: hasPlan,
    report: hasPlan,
  };
  return BUILD_TABS.filter((tab) => shown[tab]);
}

/** Objects that wear another colour for the while: what a finding is about, homes by what they hear. */
export interface Mark {
  gid: number;
  token: string;
}

/** A name of one of two things that meet, where it stands. */
export interface PairTag {
  at: Enu;
  text: Text;
}

/** A person's signature under a verdict. */
export interface VerdictSignature {
  hash: string;
  who: string;
  at: string;
  signature: Signature;
}

interface ReviewSlice {
  buildTab: BuildTab;
  /** The open plan has a case beside it: space, site, what-ifs. */
  hasCase: boolean;
  /** What-ifs of the open plan: its case's, and those made here. */
  scenarios: readonly WhatIf[];
  space: ReviewTask;
  whatIf: ReviewTask;
  repair: ReviewTask;
  /** What to mend, with its effect on the finish. */
  mend: ReviewTask;
  effect: ReviewTask;
  /** The plan within its resources. */
  level: ReviewTask;
  /** Hours of sun that homes lose to what the plan builds. */
  shade: ReviewTask;
  /** Limits that the open plan sets itself, where nobody read them at their source. */
  planLimits: DcmaLimits;
  /** How often the open plan was judged anew by other limits. */
  judgings: number;
  /** Group of findings that is shown on the map. */
  spaceFocus: number | null;
  /** Which of its places. */
  spacePlace: number;
  /** Home whose lost sun is shown on the map. */
  shadeFocus: number | null;
  /** Names over what meets there. */
  pairTags: readonly PairTag[];
  /** What-if whose surroundings are shown, by its id; null: the plan. */
  effectScenario: string | null;
  /** Which part of the day homes are coloured by; null: they are not. */
  noiseShown: 'day' | 'night' | null;
  /** Links that were accepted into the open plan. */
  acceptedLinks: number;
  /** Other changes that were accepted into it. */
  acceptedRemedies: number;
  /** Signatures of people under the verdict, each with the checksum that it is of. */
  verdictSignatures: readonly VerdictSignature[];
  marks: readonly Mark[];
  openBuildTab(tab: BuildTab): void;
  setReview(part: Partial<Omit<ReviewSlice, 'openBuildTab' | 'setReview' | 'closeReview'>>): void;
  /** With the plan that it was of. */
  closeReview(): void;
}

const IDLE = { kind: 'idle' } as const;
const NOTHING = {
  hasCase: false,
  scenarios: [],
  space: IDLE,
  whatIf: IDLE,
  repair: IDLE,
  mend: IDLE,
  effect: IDLE,
  level: IDLE,
  shade: IDLE,
  shadeFocus: null,
  spaceFocus: null,
  spacePlace: 0,
  pairTags: [],
  effectScenario: null,
  noiseShown: null,
  acceptedLinks: 0,
  acceptedRemedies: 0,
  verdictSignatures: [],
  marks: [],
};

export const reviewSlice: Slice<ReviewSlice> = (set) => ({
  buildTab: 'plan',
  ...NOTHING,
  planLimits: {},
  judgings: 0,
  openBuildTab: (buildTab) => set({ buildTab, tool: buildToolOf(buildTab) }),
  setReview: (part) => set(part),
  closeReview: () => set({ buildTab: 'plan', ...NOTHING }),
});
