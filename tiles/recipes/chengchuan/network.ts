import type { Text } from '../../../src/city/manifest.ts';
import { gravityBranches } from './branches.ts';
import { emptyGround, type LaidPipes, layPipe, type Pipe, type PipeRules } from './clearance.ts';
import type { DemoCity } from './demo-city.ts';
import {
  gravityTrunks,
  pressureTrunkPipes,
  type TrunkLine,
  type TrunkManhole,
  trunkCourse,
  trunkLines,
} from './pipes.ts';
import type { Plan } from './plan.ts';
import { type PipeConflict, plantConflicts } from './planted.ts';
import { pressureBranches } from './pressure.ts';
import { solveProfile } from './profile.ts';
import type { BranchNode } from './reaches.ts';
import { tapId } from './taps.ts';

/** All that lies under the streets. */
export interface PipeNetwork {
  trunks: TrunkLine[];
  pipes: Pipe[];
  trunkManholes: TrunkManhole[];
  branchNodes: { YS: BranchNode[]; WS: BranchNode[] };
  /** What the card calls a branch by: street segment → name. */
  streetNames: ReadonlyMap<string, Text>;
  conflicts: PipeConflict[];
}

/** plan.json's rules with the one remark among the numbers (`status`) left out. */
export function pipeRules(plan: Plan): PipeRules {
  const { coverM, verticalM, horizontalM } = plan.pipes.rules;
  const numbers = (table: Record<string, number | string>) =>
    Object.fromEntries(Object.entries(table).flatMap(([k, v]) => (typeof v === 'number' ? [[k, v]] : [])));
  return { coverM, verticalM: numbers(verticalM), horizontalM: numbers(horizontalM) };
}

/** Trunks whose level nothing may move: a cable tunnel of 3 m does not dip for a street's sewer. */
const HARD: ReadonlySet<string> = new Set(['DL-1']);

/**
 * Who comes first keeps its level: what falls by gravity (storm, then sanitary), then pressure trunks by size, then the
 * streets' heat, water, gas, power and telecom.
 */
export function layNetwork(city: DemoCity): PipeNetwork {
  const { plan, roads } = city;
  const rules = pipeRules(plan);
  const trunks = trunkLines(plan);

  // What branches may not touch: the gravity trunks and the cable tunnel as the plan has them.
  const fixed = emptyGround();
  for (const pipe of gravityTrunks(plan, trunks, []).pipes) layPipe(fixed, pipe);
  layPressureTrunks(
    city,
    trunks.filter((t) => HARD.has(t.trunk.id)),
    fixed,
    rules,
  );
  const beside = emptyGround();
  layPressureTrunks(city, trunks, beside, rules);
  const storm = gravityBranches(city, 'YS', trunks, fixed, beside, rules);
  for (const pipe of storm.pipes) layPipe(fixed, pipe);
  const sanitary = gravityBranches(city, 'WS', trunks, fixed, beside, rules);

  const taps = [...storm.taps, ...sanitary.taps];
  const main = gravityTrunks(plan, trunks, taps);
  const named = new Map(taps.map((tap) => [tapId(tap), manholeAt(main.manholes, tap)]));
  const gravity = [...main.pipes, ...[...storm.pipes, ...sanitary.pipes].map((pipe) => withTaps(pipe, named))];

  const laid = emptyGround();
  for (const pipe of gravity) layPipe(laid, pipe);
  const pipes = [...gravity, ...layPressureTrunks(city, trunks, laid, rules)];
  for (const system of ['RL', 'JS', 'RQ', 'DL', 'TX'] as const) {
    const branches = pressureBranches(city, system, trunks, laid, rules);
    for (const pipe of branches.pipes) {
      layPipe(laid, pipe);
      pipes.push(pipe);
    }
  }
  const conflicts = plantConflicts(city, pipes, rules);
  return {
    trunks,
    pipes,
    trunkManholes: main.manholes,
    branchNodes: { YS: storm.nodes, WS: sanitary.nodes },
    conflicts,
    streetNames: new Map(roads.segments.map((segment) => [segment.id, segment.name])),
  };
}

function manholeAt(manholes: readonly TrunkManhole[], tap: { trunk: string; chainageM: number }): string {
  const found = manholes.find((m) => m.trunk === tap.trunk && Math.abs(m.chainageM - tap.chainageM) < 0.3);
  if (!found) throw new Error(`${tap.trunk}: expected a manhole at ${tap.chainageM.toFixed(2)} m, found none`);
  return found.id;
}

function withTaps(pipe: Pipe, named: ReadonlyMap<string, string>): Pipe {
  if (!pipe.nodes) return pipe;
  const [up, down] = pipe.nodes;
  return { ...pipe, nodes: [named.get(up) ?? up, named.get(down) ?? down] };
}

function layPressureTrunks(city: DemoCity, trunks: readonly TrunkLine[], laid: LaidPipes, rules: PipeRules): Pipe[] {
  const { plan, ground } = city;
  const out: Pipe[] = [];
  const order = trunks.filter((t) => !t.gravity).sort((a, b) => b.outsideM(0) - a.outsideM(0));
  for (const t of order) {
    const course = trunkCourse(plan, ground, t);
    const profile = solveProfile(course, laid, rules);
    if (!profile) throw new Error(`${t.trunk.id}: expected a way past what is laid before it, found none`);
    for (const pipe of pressureTrunkPipes(plan, t, course, profile)) {
      layPipe(laid, pipe);
      out.push(pipe);
    }
  }
  return out;
}
