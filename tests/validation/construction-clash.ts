import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIfc } from '../../readers/ifc/read-ifc.ts';
import { type Body, clashes, groupFindings } from '../../workers/construction/space/clash.ts';
import { bodiesOf, DEFAULT_CONTACTS, hardClash } from '../../workers/construction/space/model-bodies.ts';
import { seeded } from '../../workers/shared/random.ts';
import { type Block, blocks, cornerOf } from './construction-blocks.ts';
import { IFC_FOLDER } from './construction-ifc.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

interface TimedBlock extends Block {
  fromDay: number;
  toDay: number;
}

/** A tower of blocks of all sizes, turned as they come, each there for some weeks. */
function turnedTower(count: number): TimedBlock[] {
  const random = seeded(7);
  const storeys = Math.max(1, Math.round(count / 500));
  return Array.from({ length: count }, (_, i) => {
    const storey = Math.floor((i / count) * storeys);
    const fromDay = Math.floor(storey * 14 + random() * 90);
    return {
      middle: [random() * 60, random() * 60, storey * 3 + random() * 3],
      size: [0.2 + random() * 4, 0.2 + random() * 4, 0.2 + random() * 3],
      turnRad: random() * Math.PI,
      fromDay,
      toDay: fromDay + 1 + Math.floor(random() * 10),
    };
  });
}

/** Two turned blocks share room: no axis of theirs parts them (separating axes; Gottschalk 1996). */
function shareRoom(a: Block, b: Block): boolean {
  if (Math.abs(a.middle[2] - b.middle[2]) >= (a.size[2] + b.size[2]) / 2) return false;
  return [a.turnRad, a.turnRad + Math.PI / 2, b.turnRad, b.turnRad + Math.PI / 2].every((turn) => {
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const span = (block: Block) => {
      const along = [0, 1, 2, 3].map((k) => cornerOf(block, k)).map(([x, y]) => c * x + s * y);
      return [Math.min(...along), Math.max(...along)];
    };
    const [[lowA, highA], [lowB, highB]] = [span(a), span(b)];
    return lowA < highB && lowB < highA;
  });
}

function blockVerdicts(count: number): Verdict[] {
  const list = turnedTower(count);
  const bodies = list.map(({ fromDay, toDay }, i): Body => {
    return { id: String(i), name: '', ifcClass: 'IfcSlab', group: 'A', fromDay, toDay };
  });
  const found = clashes(bodies, blocks(list), [{ id: 'h', kind: 'hard', a: {}, b: {}, limitM: 0 }], []);
  const told = new Map(found.map((one) => [one.elements.join(), one]));
  let [pairs, missed, wrongDays] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const [a, b] = [list[i], list[j]];
      const [fromDay, toDay] = [Math.max(a.fromDay, b.fromDay), Math.min(a.toDay, b.toDay)];
      if (toDay <= fromDay || Math.abs(a.middle[2] - b.middle[2]) > 4 || !shareRoom(a, b)) continue;
      pairs++;
      const one = told.get(`${i},${j}`);
      if (!one) missed++;
      else if (one.fromDay !== fromDay || one.toDay !== toDay) wrongDays++;
    }
  }
  const name = (figure: string) => `construction.clash.${count}.${figure}`;
  return [
    { case: name('pairs'), value: pairs, mark: '> 0', pass: pairs > 0 },
    exactly(name('missed'), missed, 0),
    exactly(name('extra'), found.length - (pairs - missed), 0),
    exactly(name('wrongInterval'), wrongDays, 0),
  ];
}

const [ARCHITECTURE, ELECTRICAL] = ['Duplex_Architecture_IFC2x3.ifc', 'Duplex_Electrical_IFC2x3.ifc'];

/**
 * Architecture against electrical design of a public pair of houses. What is left was looked at, one by one: two refrigerators and two
 * ranges stand 13 mm deep in the finish of tiles, and a socket reaches 17 mm into a bed. The reference (construction.md) counted 70
 * in walls with touching surfaces among them; here a contact that is less than 1 cm deep is none.
 */
async function duplexVerdicts(): Promise<Verdict[]> {
  const read = (name: string) => readIfc(readFileSync(join(IFC_FOLDER, name)), name);
  const { bodies, mesh } = bodiesOf([
    { group: 'architecture', model: await read(ARCHITECTURE) },
    { group: 'electrical', model: await read(ELECTRICAL) },
  ]);
  const findings = clashes(bodies, mesh, [hardClash('architecture', 'electrical')], DEFAULT_CONTACTS);
  const groups = groupFindings(findings, bodies);
  const left = findings.filter(({ allowed }) => allowed === null);
  const classOf = new Map(bodies.map(({ id, ifcClass }) => [id, ifcClass]));
  const inWalls = left.filter(({ elements }) => elements.some((id) => classOf.get(id) === 'IfcWall'));
  return [
    exactly('construction.duplex.embedded', findings.length - left.length, 68),
    exactly('construction.duplex.inWallsNotEmbedded', inWalls.length, 0),
    atMost('construction.duplex.left', left.length, 10),
    atMost('construction.duplex.groupsLeft', groups.filter(({ allowed }) => allowed === null).length, 10),
  ];
}

export const CLASH: ValidationCase[] = [
  {
    name: 'construction.clash',
    quick: true,
    run: async () => [...blockVerdicts(5000), ...blockVerdicts(20_000)],
  },
  {
    name: 'construction.duplex',
    quick: true,
    missing: () => (existsSync(IFC_FOLDER) ? null : `${IFC_FOLDER} is not there`),
    run: duplexVerdicts,
  },
];
