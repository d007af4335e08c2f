import type { Text } from '../../model/city/manifest.ts';
import type { DemoCity } from '../demo-city.ts';
import type { Plan } from '../plan.ts';
import { gravityBranches } from './branches.ts';
import { noPipes, type Pipe, type PipeRules, type PlacedPipes, placePipe } from './clearance.ts';
import {
  gravityTrunks,
  pressureTrunkPipes,
  type TrunkLine,
  type TrunkManhole,
  trunkAlignment,
  trunkLines,
} from './pipes.ts';
import { type PipeConflict, plantConflicts } from './planted.ts';
import { pressureBranches } from './pressure.ts';
import { solveProfile } from './profile.ts';
import type { BranchNode } from './sewer.ts';
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
export function buildPipeNetwork(city: DemoCity): PipeNetwork {
  const { plan, roads } = city;
  const rules = pipeRules(plan);
  const trunks = trunkLines(plan);

  // What branches may not touch: the gravity trunks and the cable tunnel as the plan has them.
  const fixed = noPipes();
  for (const pipe of gravityTrunks(plan, trunks, []).pipes) placePipe(fixed, pipe);
  layPressureTrunks(
    city,
    trunks.filter((t) => HARD.has(t.trunk.id)),
    fixed,
    rules,
  );
  const beside = noPipes();
  layPressureTrunks(city, trunks, beside, rules);
  const storm = gravityBranches(city, 'YS', trunks, fixed, beside, rules);
  for (const pipe of storm.pipes) placePipe(fixed, pipe);
  const sanitary = gravityBranches(city, 'WS', trunks, fixed, beside, rules);

  const taps = [...storm.taps, ...sanitary.taps];
  const main = gravityTrunks(plan, trunks, taps);
  const named = new Map(taps.map((tap) => [tapId(tap), manholeAt(main.manholes, tap)]));
  const gravity = [...main.pipes, ...[...storm.pipes, ...sanitary.pipes].map((pipe) => withTaps(pipe, named))];

  const placed = noPipes();
  for (const pipe of gravity) placePipe(placed, pipe);
  const pipes = [...gravity, ...layPressureTrunks(city, trunks, placed, rules)];
  for (const system of ['RL', 'JS', 'RQ', 'DL', 'TX'] as const) {
    const branches = pressureBranches(city, system, trunks, placed, rules);
    for (const pipe of branches.pipes) {
      placePipe(placed, pipe);
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

function layPressureTrunks(
  city: DemoCity,
  trunks: readonly TrunkLine[],
  placed: PlacedPipes,
  rules: PipeRules,
): Pipe[] {
  const { plan, ground } = city;
  const out: Pipe[] = [];
  const order = trunks.filter((t) => !t.gravity).sort((a, b) => b.outsideM(0) - a.outsideM(0));
  for (const t of order) {
    const alignment = trunkAlignment(plan, ground, t);
    const profile = solveProfile(alignment, placed, rules);
    if (!profile) throw new Error(`${t.trunk.id}: expected a way past what is laid before it, found none`);
    for (const pipe of pressureTrunkPipes(plan, t, alignment, profile)) {
      placePipe(placed, pipe);
      out.push(pipe);
    }
  }
  return out;
}
