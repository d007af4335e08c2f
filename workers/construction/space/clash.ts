import { meetings, timedBoxes } from './sweep.ts';
import { TriangleTree } from './triangle-tree.ts';

/** What stands or hangs somewhere for a while: an element of a model from when it is built, temporary works while they are there. */
export interface Body {
  id: string;
  name: string;
  /** `IfcWall`, `IfcFlowTerminal`. */
  ifcClass: string;
  /** Which model, trade or discipline: rules name it. */
  group: string;
  /** From, and up to but not including; Infinity for good. */
  fromDay: number;
  toDay: number;
  /** The task that builds or digs it. */
  task?: string;
  /** What it is a length of, as a main of pipes: its findings are settled at once. */
  line?: string;
  /** A tube: its triangles are its axis without width (`p, q, p`), and all within so much of them belongs to it. */
  radiusM?: number;
}

/** Triangles of bodies end to end, as a building model has them: body i owns the indices from `firstIndex[i]` on. Metres, z up. */
export interface BodyMesh {
  firstIndex: Uint32Array;
  positionM: Float64Array;
  index: Uint32Array;
}

/** Empty: any. */
export interface Selector {
  groups?: readonly string[] | undefined;
  classes?: readonly string[] | undefined;
}

export interface SpaceRule {
  id: string;
  /** `hard`: surfaces pass through one another deeper than the limit, or one lies within the other. `clearance`: nearer than the limit. */
  kind: 'hard' | 'clearance';
  a: Selector;
  b: Selector;
  limitM: number;
}

/** Contacts that are meant: a socket belongs in the wall, a lamp in the ceiling. */
interface AllowedContact {
  id: string;
  a: Selector;
  b: Selector;
}

export interface Box {
  min: [number, number, number];
  max: [number, number, number];
}

/** One thing wrong in space and time, as a list, a report and BCF need it. */
export interface SpaceFinding {
  rule: string;
  kind: 'hard' | 'clearance' | 'workspace' | 'sequence' | 'level' | 'crane';
  /** Measured, and what it is measured against: metres, or the unit that the rule names. */
  value: number;
  limit: number;
  fromDay: number;
  toDay: number;
  box: Box;
  /** Ids of what takes part. */
  elements: string[];
  /** The allowed contact that covers it; null: a conflict. */
  allowed: string | null;
}

export const fits = ({ groups, classes }: Selector, { group, ifcClass }: Body): boolean =>
  (groups === undefined || groups.includes(group)) && (classes === undefined || classes.includes(ifcClass));

/** Surfaces that lie on one another differ by rounding of files: this is no depth. */
const MIN_DEPTH_M = 1e-6;

export const corner = (boxes: ReturnType<typeof boxesOf>, i: number): Box => ({
  min: [boxes.minX[i], boxes.minY[i], boxes.minZ[i]],
  max: [boxes.maxX[i], boxes.maxY[i], boxes.maxZ[i]],
});

/** Boxes of bodies, widened by so much on every side; a body without triangles has none, and meets nothing. */
export function boxesOf(bodies: readonly Body[], { firstIndex, positionM, index }: BodyMesh, wideM = 0) {
  const boxes = timedBoxes(bodies.length);
  const sides = [boxes.minX, boxes.minY, boxes.minZ, boxes.maxX, boxes.maxY, boxes.maxZ];
  for (let i = 0; i < bodies.length; i++) {
    const end = firstIndex[i + 1] ?? index.length;
    const outM = wideM + (bodies[i].radiusM ?? 0);
    for (let axis = 0; axis < 3; axis++) {
      let least = Infinity;
      let most = -Infinity;
      for (let at = firstIndex[i]; at < end; at++) {
        const value = positionM[3 * index[at] + axis];
        if (value < least) least = value;
        if (value > most) most = value;
      }
      sides[axis][i] = end > firstIndex[i] ? least - outM : 0;
      sides[axis + 3][i] = end > firstIndex[i] ? most + outM : 0;
    }
    boxes.fromDay[i] = bodies[i].fromDay;
    boxes.toDay[i] = end > firstIndex[i] ? bodies[i].toDay : bodies[i].fromDay;
  }
  return boxes;
}

/** Trees of triangles, made when they are first asked for. */
class Shapes {
  private readonly trees = new Map<number, TriangleTree>();
  private readonly mesh: BodyMesh;

  constructor(mesh: BodyMesh) {
    this.mesh = mesh;
  }

  of(i: number): TriangleTree {
    const known = this.trees.get(i);
    if (known) return known;
    const { firstIndex, positionM, index } = this.mesh;
    const from = firstIndex[i];
    const end = firstIndex[i + 1] ?? index.length;
    const corners = new Float64Array(3 * (end - from));
    for (let at = from; at < end; at++)
      corners.set(positionM.subarray(3 * index[at], 3 * index[at] + 3), 3 * (at - from));
    const tree = new TriangleTree(corners);
    this.trees.set(i, tree);
    return tree;
  }
}

/**
 * Where bodies break rules while both are there: candidates by boxes and intervals (`meetings`, exact in time), then triangle by
 * triangle. The value of a hard clash is how far the boxes overlap on the axis where they do least: the true depth is no more. A pair
 * is told by the first rule that it breaks. Sorted by rule, then by bodies.
 */
export function clashes(
  bodies: readonly Body[],
  mesh: BodyMesh,
  rules: readonly SpaceRule[],
  allowed: readonly AllowedContact[],
): SpaceFinding[] {
  const steps = clashSteps(bodies, mesh, rules, allowed);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** Between two looks at the clock of whoever drives the steps: a pair takes microseconds, its trees milliseconds. */
const PAIRS_A_STEP = 256;

/** The same, a few pairs a step: yields how far it is, so that a worker can listen meanwhile and be told to stop. */
export function* clashSteps(
  bodies: readonly Body[],
  mesh: BodyMesh,
  rules: readonly SpaceRule[],
  allowed: readonly AllowedContact[],
): Generator<number, SpaceFinding[]> {
  const widestM = rules.reduce((most, { kind, limitM }) => (kind === 'clearance' ? Math.max(most, limitM) : most), 0);
  const boxes = boxesOf(bodies, mesh);
  const { pairs, fromDay, toDay } = meetings(boxesOf(bodies, mesh, widestM / 2 + MIN_DEPTH_M));
  const shapes = new Shapes(mesh);
  const findings: (SpaceFinding & { order: number })[] = [];
  for (let k = 0; k < fromDay.length; k++) {
    if (k % PAIRS_A_STEP === 0) yield k / fromDay.length;
    const i = pairs[2 * k];
    const j = pairs[2 * k + 1];
    const a = bodies[i];
    const b = bodies[j];
    for (const [order, rule] of rules.entries()) {
      const applies = (fits(rule.a, a) && fits(rule.b, b)) || (fits(rule.a, b) && fits(rule.b, a));
      if (!applies) continue;
      const thickM = (a.radiusM ?? 0) + (b.radiusM ?? 0);
      const value =
        rule.kind === 'hard'
          ? hardDepth(shapes, boxes, i, j, rule.limitM, thickM)
          : nearness(shapes, i, j, rule.limitM, thickM);
      if (value === null) continue;
      const pair = allowed.find((one) => (fits(one.a, a) && fits(one.b, b)) || (fits(one.a, b) && fits(one.b, a)));
      const place = { fromDay: fromDay[k], toDay: toDay[k], box: between(corner(boxes, i), corner(boxes, j)) };
      const spaceFinding = { value, limit: rule.limitM, elements: [a.id, b.id], allowed: pair?.id ?? null };
      findings.push({ rule: rule.id, kind: rule.kind, ...place, ...spaceFinding, order });
      break;
    }
  }
  return findings.sort((a, b) => a.order - b.order).map(({ order: _, ...finding }) => finding);
}

/** Null where the two do not clash deeper than the limit. */
function hardDepth(
  shapes: Shapes,
  boxes: ReturnType<typeof boxesOf>,
  i: number,
  j: number,
  limitM: number,
  thickM: number,
): number | null {
  const a = corner(boxes, i);
  const b = corner(boxes, j);
  const overlap = [0, 1, 2].map((axis) => Math.min(a.max[axis], b.max[axis]) - Math.max(a.min[axis], b.min[axis]));
  const depth = Math.min(...overlap);
  const least = Math.max(limitM, MIN_DEPTH_M);
  if (depth < least) return null;
  const one = shapes.of(i);
  const other = shapes.of(j);
  if (thickM > 0) {
    const apartM = coreGap(one, other, thickM);
    if (apartM === 0) return depth;
    return thickM - apartM >= least ? Math.min(depth, thickM - apartM) : null;
  }
  return one.crosses(other, least) || one.reachesInto(other, least) || other.reachesInto(one, least) ? depth : null;
}

function nearness(shapes: Shapes, i: number, j: number, limitM: number, thickM: number): number | null {
  const apartM = coreGap(shapes.of(i), shapes.of(j), limitM + thickM);
  return apartM < limitM + thickM ? Math.max(0, apartM - thickM) : null;
}

/** From surface to surface, of tubes from axis; 0 where one lies within the other, `limitM` where it is no less. */
function coreGap(one: TriangleTree, other: TriangleTree, limitM: number): number {
  const apartM = one.distance(other, limitM);
  const p = one.corners;
  const q = other.corners;
  return apartM > 0 && (other.holds(p[0], p[1], p[2]) || one.holds(q[0], q[1], q[2])) ? 0 : apartM;
}

/** What two boxes share, or, where they are apart, what lies between them. */
export function between(a: Box, b: Box): Box {
  const from = [0, 0, 0] as Box['min'];
  const to = [0, 0, 0] as Box['max'];
  for (let axis = 0; axis < 3; axis++) {
    const low = Math.max(a.min[axis], b.min[axis]);
    const high = Math.min(a.max[axis], b.max[axis]);
    from[axis] = Math.min(low, high);
    to[axis] = Math.max(low, high);
  }
  return { min: from, max: to };
}

export interface FindingGroup {
  rule: string;
  allowed: string | null;
  /** Classes that take part, and the body that most of the group share; empty where each stands alone. */
  classes: string;
  host: string;
  findings: SpaceFinding[];
}

/** What makes findings of one rule one whatever bodies they are of: a task that comes too early, a main, an edge out of its bounds, a crane. */
function together({ kind, elements }: SpaceFinding, byId: ReadonlyMap<string, Body>): string | undefined {
  if (kind === 'level') return 'level';
  if (kind === 'sequence') return byId.get(elements[0])?.task;
  if (kind === 'crane') return elements.at(-1);
  return elements.map((id) => byId.get(id)?.line).find((line) => line !== undefined);
}

/**
 * One group for what one person settles at once: of one rule, one pair of classes and one body in common, or what `together` says. Of the two bodies of a finding the one that more findings of its kind share is the host. Allowed
 * contacts are one group each. Conflicts first, larger groups first.
 */
export function groupFindings(findings: readonly SpaceFinding[], bodies: readonly Body[]): FindingGroup[] {
  const byId = new Map(bodies.map((body) => [body.id, body]));
  const classOf = (id: string) => byId.get(id)?.ifcClass ?? id;
  const kindOf = ({ rule, allowed, elements }: SpaceFinding) =>
    [rule, allowed ?? '', ...elements.map(classOf).sort()].join(' ');
  const shared = new Map<string, number>();
  const share = (finding: SpaceFinding, id: string) => `${kindOf(finding)} ${id}`;
  for (const one of findings)
    for (const id of one.elements) shared.set(share(one, id), (shared.get(share(one, id)) ?? 0) + 1);
  const groups = new Map<string, FindingGroup>();
  for (const one of findings) {
    const { rule, allowed, elements } = one;
    const count = (id: string) => shared.get(share(one, id)) ?? 0;
    const most = elements.reduce((best, id) => (count(id) > count(best) ? id : best), elements[0]);
    const host = allowed === null && count(most) > 1 ? most : '';
    const classes = elements.map(classOf).sort().join(' × ');
    const key =
      allowed ??
      `${rule} ${together(one, byId) ?? (host === '' ? `${kindOf(one)} ${elements.join()}` : share(one, host))}`;
    const group = groups.get(key) ?? { rule, allowed, classes, host, findings: [] };
    group.findings.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) => Number(a.allowed !== null) - Number(b.allowed !== null) || b.findings.length - a.findings.length,
  );
}
