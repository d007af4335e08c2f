import { emptyGround, type LaidPipes, layPipe, type Pipe, type PipeRules } from './clearance.ts';
import type { CityGround } from './ground.ts';
import { gravityTrunkPipes, pressureTrunkPipes, type TrunkLine, trunkCourse, trunkLines } from './pipes.ts';
import type { Plan } from './plan.ts';
import { solveProfile } from './profile.ts';

/** All that lies under the streets. */
export interface PipeNetwork {
  trunks: TrunkLine[];
  pipes: Pipe[];
  /** What the card calls a branch by: street id → name. */
  streetNames: ReadonlyMap<string, string>;
}

/** plan.json's rules with the one remark among the numbers (`status`) left out. */
export function pipeRules(plan: Plan): PipeRules {
  const { coverM, verticalM, horizontalM } = plan.pipes.rules;
  const numbers = (table: Record<string, number | string>) =>
    Object.fromEntries(Object.entries(table).flatMap(([k, v]) => (typeof v === 'number' ? [[k, v]] : [])));
  return { coverM, verticalM: numbers(verticalM), horizontalM: numbers(horizontalM) };
}

/** Who comes first keeps its level: what falls by gravity, then trunks by size, then branches by size. */
export function layNetwork(plan: Plan, ground: CityGround): PipeNetwork {
  const rules = pipeRules(plan);
  const trunks = trunkLines(plan);
  const laid = emptyGround();
  const pipes: Pipe[] = [];
  const lay = (added: readonly Pipe[]) => {
    for (const pipe of added) {
      layPipe(laid, pipe);
      pipes.push(pipe);
    }
  };
  lay(gravityTrunkPipes(plan, trunks));
  layPressureTrunks(plan, ground, trunks, laid, rules, lay);
  return { trunks, pipes, streetNames: new Map() };
}

function layPressureTrunks(
  plan: Plan,
  ground: CityGround,
  trunks: readonly TrunkLine[],
  laid: LaidPipes,
  rules: PipeRules,
  lay: (pipes: readonly Pipe[]) => void,
): void {
  const order = trunks.filter((t) => !t.gravity).sort((a, b) => b.outsideM(0) - a.outsideM(0));
  for (const t of order) {
    const course = trunkCourse(plan, ground, t);
    const profile = solveProfile(course, laid, rules);
    if (!profile) throw new Error(`${t.trunk.id}: expected a way past what is laid before it, found none`);
    lay(pressureTrunkPipes(plan, t, course, profile));
  }
}
