import { MessageError } from '../../../model/text/message.ts';
import type { Section } from './sections.ts';

/** Value against depth, level, head or volume; straight between the points, level beyond them. Points ascend. */
export interface Curve {
  at: readonly number[];
  value: readonly number[];
}

/** Straight between its points, level beyond the first and the last. */
export function valueOn({ at, value }: Curve, x: number): number {
  const last = at.length - 1;
  if (x <= at[0]) return value[0];
  if (x >= at[last]) return value[last];
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at[middle] <= x) low = middle;
    else high = middle;
  }
  return value[low] + ((value[high] - value[low]) * (x - at[low])) / (at[high] - at[low]);
}

/** Where water stands in a node, m² of it by depth above the invert. */
export type Store =
  | { kind: 'shaft'; areaM2: number }
  /** a0 + a1·depth^a2 (SWMM's FUNCTIONAL). */
  | { kind: 'power'; a0: number; a1: number; a2: number }
  | { kind: 'table'; areaM2: Curve };

/** What the water of an outfall meets. */
type Tailwater =
  /** The lesser of critical and uniform depth. */
  | { kind: 'free' }
  | { kind: 'normal' }
  /** A level; it may be moved between steps (`Drains.setTailwaterM`). */
  | { kind: 'level'; levelM: number };

/** A manhole, storage or outfall of a network, in metres above the vertical datum; kinds follow SWMM 5. */
export type DrainNode = { id: string; invertM: number } & (
  | {
      kind: 'junction';
      store: Store;
      /** Depth up to which the node holds pressure; what rises higher goes where `above` says. */
      topDepthM: number;
      above: { kind: 'lost' } | { kind: 'ponded'; areaM2: number };
      initialDepthM: number;
    }
  | { kind: 'outfall'; tailwater: Tailwater; flapGate: boolean }
);

/** A pipe or channel between two nodes, with its cross-section and both invert elevations. */
export interface Conduit {
  kind: 'conduit';
  id: string;
  from: string;
  to: string;
  fromInvertM: number;
  toInvertM: number;
  lengthM: number;
  section: Section;
  barrels: number;
  /** s/m^(1/3). */
  manningN: number;
  /** A pressure main rubs by its own law while it is full, and by what Manning's n comes nearest to it else. */
  forceMain?: ForceMain;
  /** Losses in parts of v²/2g, at the ends and along. */
  entryLoss: number;
  exitLoss: number;
  averageLoss: number;
  flapGate: boolean;
  /** Infinity where nothing holds it back. */
  maxM3ps: number;
  initialM3ps: number;
}

/** Hazen and Williams by their C; Darcy and Weisbach by the height of the roughness (Swamee and Jain's friction factor). */
export type ForceMain = { law: 'hazen'; c: number } | { law: 'darcy'; roughnessM: number };

/** A pump between two nodes, by one of SWMM's pump curves. */
export interface Pump {
  kind: 'pump';
  id: string;
  from: string;
  to: string;
  /** `steps` jumps from point to point, `inflow` passes on what comes (SWMM's IDEAL). */
  by: 'depth' | 'steps' | 'head' | 'volume' | 'inflow';
  rateM3ps: Curve;
  /** Depth in the node `from` at which it starts and stops; 0 and 0: always on. */
  startDepthM: number;
  stopDepthM: number;
  on: boolean;
}

/** Openings between two nodes that have no length: the flow follows from the levels on either side. */
export interface Opening {
  kind: 'weir' | 'orifice' | 'rating';
  id: string;
  from: string;
  to: string;
  flapGate: boolean;
  /** From shut to open, s, when a rule sets it; at once where it is left out. */
  openingS?: number;
  law: /** Width × head^1.5 for `square`, × head^(5/3) for `side` weirs, tan-slope × head^2.5 for a notch; m½/s. */
    | {
        form: 'weir';
        crestM: number;
        heightM: number;
        widthM: number;
        sideSlope: number;
        coefficient: number;
        notchCoefficient: number;
        side: boolean;
      }
    | {
        form: 'orifice';
        crestM: number;
        heightM: number;
        areaM2: number;
        bottom: boolean;
        discharge: number;
        isRound: boolean;
      }
    | { form: 'rating'; crestM: number; byHead: boolean; rateM3ps: Curve | { coefficient: number; exponent: number } };
}

/** Whatever leads water from node to node: a conduit, a pump or an opening. */
export type DrainLink = Conduit | Pump | Opening;

/** A rule of a network's control: looked at after every step; of those that set the same link the one of the highest priority holds. */
export interface ControlRule {
  id: string;
  priority: number;
  premises: { isOr: boolean; condition: Condition }[];
  whenTrue: ControlAction[];
  whenFalse: ControlAction[];
}

/** What a rule asks, in SI units; times are seconds from the start, `clockS` from midnight. */
export interface Condition {
  of: 'depthM' | 'headM' | 'volumeM3' | 'flowM3ps' | 'linkDepthM' | 'setting' | 'timeS' | 'clockS';
  /** Id of a node or a link; empty for times. */
  id: string;
  relation: '=' | '<>' | '<' | '<=' | '>' | '>=';
  value: number;
}

/** How far a pump runs, an opening is open, or a conduit: 1 whole, 0 not. */
export interface ControlAction {
  link: string;
  setting: number;
}

/** How the equations are taken; `SHIPPED` for a city's own network, from the file for a SWMM model. */
export interface DrainOptions {
  maxStepS: number;
  /** Share of the inertia that is kept: all, as much as the Froude number allows (none above 1), or none. */
  inertia: 'all' | 'partial' | 'none';
  /** When a conduit carries no more than uniform flow at its upper depth: where the surface is flatter than the pipe, where it shoots, or both. */
  normalFlow: 'slope' | 'froude' | 'both' | 'never';
  /** Conduits are reckoned so long that no wave passes them in less time (SWMM's LENGTHENING_STEP); 0 = as they are. */
  lengtheningS: number;
  /** Levels rise by surfaces, as SWMM steps them, and no node has less surface than this; left out, by volumes, which are kept. */
  leastSurfaceM2?: number;
  /** Limits of trials in a SWMM file: the most that a step takes, and by how much a level may still move in the last of them. */
  maxTrials?: number;
  toleranceM?: number;
  /** Steps are so short that water passes no pipe in less than this part of them (VARIABLE_STEP), but no shorter than `minStepS`; 0: all alike. */
  courantRatio?: number;
  minStepS?: number;
}

/** A whole network with the options under which it is solved. */
export interface DrainPlan {
  nodes: DrainNode[];
  links: DrainLink[];
  options: DrainOptions;
  /** With the time of day at the start, for rules that ask it. */
  controls?: { rules: ControlRule[]; startClockS: number };
}

/** The options with which cities are run: partial inertia and both limits of normal flow, as SWMM ships them. */
export const SHIPPED: DrainOptions = { maxStepS: 1, inertia: 'partial', normalFlow: 'both', lengtheningS: 0 };

/** A network that cannot be played: the place in its file, what was expected and what came. */
export class DrainError extends MessageError {
  override name = 'DrainError';
}
