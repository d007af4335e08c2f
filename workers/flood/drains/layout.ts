import { FEET_M } from '../../../model/geo/units.ts';
import { GRAVITY_MPS2 } from '../core/hllc.ts';
import { manningOf } from './force-main.ts';
import { drainMessage } from './messages.ts';
import {
  type Conduit,
  DrainError,
  type DrainNode,
  type DrainPlan,
  type ForceMain,
  type Opening,
  type Pump,
  type Store,
  valueOn,
} from './plan.ts';
import { depthCurve, isOpenSection, type Section, sectionHeightM, wetted } from './sections.ts';
import { isStepped, steppedCritical } from './swmm-critical.ts';
import { normalDepth } from './swmm-normal.ts';
import { lookedUpBox, lookedUpCircle } from './tabled-section.ts';

/**
 * Preissmann's slot, of a pipe's width: thin enough that a pressurised network stores next to nothing in it (an hour's
 * surge of 20 m over 467 m of pipe: 0.2 % of the flood wave), wide enough that levels settle in a few iterations.
 */
const SLOT_RATIO = 0.001;

/** A conduit as the solver takes it: pointing downhill, so that uniform flow goes from its upper end. */
export interface Pipe {
  link: number;
  upper: number;
  lower: number;
  /** −1 where the plan's `from` is the lower end. */
  sign: 1 | -1;
  upperInvertM: number;
  lowerInvertM: number;
  lengthM: number;
  section: Section;
  heightM: number;
  fullM2: number;
  slotM: number;
  barrels: number;
  /**
   * It ends above its lower node's bottom, and may fall free there: then half of what its lower half lacks of the
   * upper end's area is on the upper node's account, for water draws down towards a fall.
   */
  drops: boolean;
  /** While it is full in place of `friction`. */
  forceMain: ForceMain | null;
  /** √slope/n: uniform flow is this × A·R^(2/3). */
  conveyance: number;
  /** As its file's program has it. */
  gravityMps2: number;
  /** g·n². */
  friction: number;
  entryLoss: number;
  exitLoss: number;
  averageLoss: number;
  flap: boolean;
  maxM3ps: number;
  normalDepthM(flowM3ps: number): number;
  criticalDepthM(flowM3ps: number): number;
}

/** Water that rises above a node that does not hold it meets this much area within a step, and is taken off at its end. */
const SPILL_M2 = 1000;

/** A plan with its names resolved. */
export interface Layout {
  nodes: DrainNode[];
  /** Bottom of each node, and the level up to which it holds pressure (0 at outfalls). */
  invertM: Float64Array;
  topM: Float64Array;
  /** Area of a plain shaft, 0 for an outfall, −1 for a store of another shape; and of what lies above the top. */
  shaftM2: Float64Array;
  aboveM2: Float64Array;
  /** Crowns of the pipes that end in each node, from the highest down. */
  crownsM: number[][];
  indexOf: Map<string, number>;
  pipes: Pipe[];
  pumps: { link: number; from: number; to: number; pump: Pump }[];
  openings: { link: number; from: number; to: number; opening: Opening }[];
  links: DrainPlan['links'];
  from: Int32Array;
  to: Int32Array;
  /** Links that end in each node. */
  linksAt: number[][];
}

/** SWMM's own: 32.2 ft/s², and 1.486 where a metric n stands for 1.4859. */
const SWMM_GRAVITY_MPS2 = 32.2 * FEET_M;
const SWMM_MANNING = 1.486 * Math.cbrt(FEET_M);

/** No pipe is flatter, as in SWMM: .001 ft over its length. */
const MIN_DROP_M = 0.001 * FEET_M;

/** Refuses what no network can be; ids, ends and reach of an outfall. */
export function layOut(plan: DrainPlan): Layout {
  const indexOf = new Map<string, number>();
  for (const [i, { id }] of plan.nodes.entries()) {
    if (indexOf.has(id)) throw new DrainError(drainMessage('node-twice', { id }));
    indexOf.set(id, i);
  }
  const seen = new Set<string>();
  const end = (link: string, which: string, id: string): number => {
    const at = indexOf.get(id);
    if (at === undefined) throw new DrainError(drainMessage('link-end', { link, which, id }));
    return at;
  };
  for (const { id, from, to } of plan.links) {
    if (seen.has(id)) throw new DrainError(drainMessage('link-twice', { id }));
    seen.add(id);
    if (from === to) throw new DrainError(drainMessage('link-loop', { id, from }));
  }
  const from = Int32Array.from(plan.links, (link) => end(link.id, 'from', link.from));
  const to = Int32Array.from(plan.links, (link) => end(link.id, 'to', link.to));
  const curves = new Map<string, Pick<Pipe, 'normalDepthM' | 'criticalDepthM'>>();
  const lookedUp = new Map<string, Section>();
  const layout: Layout = {
    nodes: plan.nodes,
    invertM: Float64Array.from(plan.nodes, ({ invertM }) => invertM),
    topM: perNode(plan, ({ invertM, topDepthM }) => invertM + topDepthM),
    shaftM2: perNode(plan, ({ store }) => (store.kind === 'shaft' ? store.areaM2 : -1)),
    aboveM2: perNode(plan, ({ above }) => (above.kind === 'lost' ? SPILL_M2 : above.areaM2)),
    crownsM: plan.nodes.map(() => []),
    indexOf,
    pipes: [],
    pumps: [],
    openings: [],
    links: plan.links,
    from,
    to,
    linksAt: plan.nodes.map(() => []),
  };
  for (const [link, part] of plan.links.entries()) {
    layout.linksAt[from[link]].push(link);
    layout.linksAt[to[link]].push(link);
    if (part.kind === 'conduit') layout.pipes.push(pipeOf(plan, link, part, from[link], to[link], curves, lookedUp));
    else if (part.kind === 'pump') layout.pumps.push({ link, from: from[link], to: to[link], pump: part });
    else layout.openings.push({ link, from: from[link], to: to[link], opening: part });
  }
  for (const { upper, lower, upperInvertM, lowerInvertM, heightM } of layout.pipes) {
    layout.crownsM[upper].push(upperInvertM + heightM);
    layout.crownsM[lower].push(lowerInvertM + heightM);
  }
  for (const crowns of layout.crownsM) crowns.sort((a, b) => b - a);
  return layout;
}

type Junction = Extract<DrainNode, { kind: 'junction' }>;

/** A value of each node, 0 at outfalls. */
const perNode = ({ nodes }: DrainPlan, of: (node: Junction) => number): Float64Array =>
  Float64Array.from(nodes, (node) => (node.kind === 'outfall' ? 0 : of(node)));

function pipeOf(
  plan: DrainPlan,
  link: number,
  conduit: Conduit,
  from: number,
  to: number,
  curves: Map<string, Pick<Pipe, 'normalDepthM' | 'criticalDepthM'>>,
  lookedUp: Map<string, Section>,
): Pipe {
  const { barrels, fromInvertM, toInvertM } = conduit;
  const section = plan.options.leastSurfaceM2 === undefined ? conduit.section : asSwmmHas(conduit.section, lookedUp);
  const sign = fromInvertM < toInvertM ? -1 : 1;
  const [upper, lower] = sign > 0 ? [from, to] : [to, from];
  const [upperInvertM, lowerInvertM] = sign > 0 ? [fromInvertM, toInvertM] : [toInvertM, fromInvertM];
  const heightM = sectionHeightM(section);
  const full = { areaM2: 0, topM: 0, perimeterM: 0 };
  wetted(section, heightM, full);
  const widest = { areaM2: 0, topM: 0, perimeterM: 0 };
  wetted(section, section.shape === 'circular' ? heightM / 2 : heightM, widest);
  if (section.shape === 'table') widest.topM = Math.max(...section.widthsM);
  const dropM = Math.max(upperInvertM - lowerInvertM, MIN_DROP_M);
  const slope =
    dropM < conduit.lengthM ? dropM / Math.sqrt(conduit.lengthM ** 2 - dropM ** 2) : dropM / conduit.lengthM;
  const isSwmm = plan.options.leastSurfaceM2 !== undefined;
  const gravityMps2 = isSwmm ? SWMM_GRAVITY_MPS2 : GRAVITY_MPS2;
  const givenN = conduit.forceMain ? manningOf(conduit.forceMain, heightM, slope) : conduit.manningN;
  const manningN = isSwmm ? givenN / SWMM_MANNING : givenN;
  const fullMps = (Math.cbrt(full.areaM2 / full.perimeterM) ** 2 * Math.sqrt(slope)) / manningN;
  const reachM = (Math.sqrt(gravityMps2 * heightM) + fullMps) * plan.options.lengtheningS;
  const longer = Math.max(1, reachM / conduit.lengthM);
  const conveyance = Math.sqrt(slope) / manningN;
  const key = section.shape === 'table' ? section.name : JSON.stringify(section);
  const depths = curves.get(key) ?? {
    normalDepthM: isSwmm
      ? normalDepth(conduit.section.shape === 'circular' ? conduit.section : section)
      : depthCurve(section, 'conveyance'),
    criticalDepthM:
      plan.options.leastSurfaceM2 !== undefined && isStepped(conduit.section, full.areaM2)
        ? steppedCritical(section)
        : depthCurve(section, 'critical'),
  };
  curves.set(key, depths);
  return {
    link,
    upper,
    lower,
    sign,
    upperInvertM,
    lowerInvertM,
    lengthM: conduit.lengthM * longer,
    section,
    heightM,
    fullM2: full.areaM2,
    slotM: isOpenSection(section) ? widest.topM : SLOT_RATIO * widest.topM,
    barrels,
    drops: lowerInvertM > plan.nodes[lower].invertM,
    forceMain: conduit.forceMain ?? null,
    conveyance,
    gravityMps2,
    friction: (gravityMps2 * manningN ** 2) / longer,
    entryLoss: sign > 0 ? conduit.entryLoss : conduit.exitLoss,
    exitLoss: sign > 0 ? conduit.exitLoss : conduit.entryLoss,
    averageLoss: conduit.averageLoss,
    flap: conduit.flapGate,
    maxM3ps: conduit.maxM3ps / barrels,
    normalDepthM: (flowM3ps) => depths.normalDepthM(flowM3ps / conveyance),
    criticalDepthM: (flowM3ps) => depths.criticalDepthM(flowM3ps / Math.sqrt(gravityMps2)),
  };
}

/** A section as SWMM looks it up; `known` keeps what was made. */
function asSwmmHas(section: Section, known: Map<string, Section>): Section {
  if (section.shape === 'open') return section;
  if (section.shape === 'table') return section.asSwmm ?? section;
  const key = JSON.stringify(section);
  const made =
    known.get(key) ??
    (section.shape === 'circular' ? lookedUpCircle(section.diameterM) : lookedUpBox(section.widthM, section.heightM));
  known.set(key, made);
  return made;
}

/** Water that stands in a node itself, by depth; below the invert it goes on as a shaft, so that a solver may pass through there. */
export function storeM3(store: Store, depthM: number): number {
  if (store.kind === 'shaft' || depthM <= 0) return storeM2(store, 0) * depthM;
  if (store.kind === 'power') return store.a0 * depthM + (store.a1 / (store.a2 + 1)) * depthM ** (store.a2 + 1);
  const { at, value } = store.areaM2;
  let sum = value[0] * Math.min(depthM, at[0]);
  for (let i = 1; i < at.length && at[i - 1] < depthM; i++) {
    const upToM = Math.min(depthM, at[i]);
    sum += ((value[i - 1] + valueOn(store.areaM2, upToM)) / 2) * (upToM - at[i - 1]);
  }
  return sum + value[value.length - 1] * Math.max(0, depthM - at[at.length - 1]);
}

/** A store that narrows to nothing keeps this much, or its level had no meaning. */
const MIN_AREA_M2 = 0.01;

/** The water surface of a node's store at a depth, never less than what keeps the node's equation stable. */
export function storeM2(store: Store, depthM: number): number {
  const depth = Math.max(0, depthM);
  if (store.kind === 'shaft') return store.areaM2;
  const areaM2 = store.kind === 'power' ? store.a0 + store.a1 * depth ** store.a2 : valueOn(store.areaM2, depth);
  return Math.max(areaM2, MIN_AREA_M2);
}
