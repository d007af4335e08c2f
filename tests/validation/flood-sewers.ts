import { Drains } from '../../workers/flood/drains/drains.ts';
import { type DrainNode, type DrainPlan, SHIPPED } from '../../workers/flood/drains/plan.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * Sixty random straight sewers under a steady inflow that rises over twenty minutes: 4 to 11 manholes whose shafts are plain and open at
 * the top, pipes of 20 to 250 m that fall 1 to 31 ‰, two in five of them ending up to 3 m above the next manhole's bottom, flow up to 1.5 times
 * what they carry full at 1 %. However it spills, water runs downhill: a pipe that carries it towards a manhole that stands higher is locked, as ten of
 * the sixty were when a node lost its overflow by volume.
 */
const SEWERS = 60;
const HOUR_S = 3600;
const RISES_S = 1200;
const UPHILL_M = 0.02;

/** As the sewers of the report were drawn: the cases stay those. */
function lcg(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return seed / 4294967296;
  };
}

function sewer(random: () => number): { plan: DrainPlan; inflowM3ps: number } {
  const count = 4 + Math.floor(random() * 8);
  const diameterM = [0.3, 0.45, 0.6, 0.9][Math.floor(random() * 4)];
  const nodes: DrainNode[] = [];
  const links: DrainPlan['links'] = [];
  let invertM = 20;
  for (let i = 0; i < count; i++) {
    const lengthM = 20 + random() * 230;
    const slope = 0.001 + random() * 0.03;
    const endM = invertM - slope * lengthM;
    const dropM = random() < 0.4 ? random() * 3 : 0;
    const areaM2 = [0.5, 0.785, 1.13, 1.5][Math.floor(random() * 4)];
    const topDepthM = 3 + random() * 4;
    nodes.push({
      id: `J${i}`,
      kind: 'junction',
      invertM,
      store: { kind: 'shaft', areaM2 },
      topDepthM,
      above: { kind: 'lost' },
      initialDepthM: 0,
    });
    links.push({
      kind: 'conduit',
      id: `C${i}`,
      from: `J${i}`,
      to: i === count - 1 ? 'O' : `J${i + 1}`,
      fromInvertM: invertM,
      toInvertM: endM,
      lengthM,
      section: { shape: 'circular', diameterM },
      barrels: 1,
      manningN: 0.013,
      entryLoss: 0,
      exitLoss: 0,
      averageLoss: 0,
      flapGate: false,
      maxM3ps: Number.POSITIVE_INFINITY,
      initialM3ps: 0,
    });
    invertM = endM - dropM;
  }
  nodes.push({ id: 'O', kind: 'outfall', invertM, tailwater: { kind: 'free' }, flapGate: false });
  const fullM3ps = ((Math.PI / 4) * diameterM ** 2 * (diameterM / 4) ** (2 / 3) * Math.sqrt(0.01)) / 0.013;
  return { plan: { nodes, links, options: SHIPPED }, inflowM3ps: fullM3ps * (0.2 + 1.3 * random()) };
}

interface Played {
  isLocked: boolean;
  errorRatio: number;
  unsettled: number;
}

function play({ plan, inflowM3ps }: ReturnType<typeof sewer>): Played {
  const drains = new Drains(plan);
  const last = plan.nodes.length - 1;
  for (let timeS = 0; timeS < HOUR_S; timeS++) {
    drains.lateralM3ps.fill(0);
    drains.lateralM3ps[0] = inflowM3ps * Math.min(1, timeS / RISES_S);
    drains.advance(1);
  }
  const isLocked = plan.links.some(
    (_, i) =>
      i + 1 < last && drains.flowM3ps[i] > UPHILL_M * inflowM3ps && drains.headM[i + 1] > drains.headM[i] + UPHILL_M,
  );
  return {
    isLocked,
    errorRatio: Math.abs(drains.ledger().errorRatio),
    unsettled: drains.unsettled().steps,
  };
}

async function sewers(): Promise<Verdict[]> {
  const random = lcg();
  const played = Array.from({ length: SEWERS }, () => play(sewer(random)));
  const worst = (of: (each: Played) => number) => Math.max(...played.map(of));
  return [
    atMost('flood.sewers.locked', played.filter(({ isLocked }) => isLocked).length, 0),
    atMost(
      'flood.sewers.ledger',
      worst(({ errorRatio }) => errorRatio),
      1e-12,
    ),
    atMost(
      'flood.sewers.unsettledSteps',
      worst(({ unsettled }) => unsettled),
      0,
    ),
  ];
}

export const CASES: ValidationCase[] = [{ name: 'flood.sewers', quick: true, run: sewers }];
