import type { Text } from '../../model/city/manifest.ts';
import { directionAt, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../../tiles/model.ts';
import { areaLayer, type Field, nameFields, quantity } from '../emit.ts';
import type { Plan } from '../plan.ts';
import { randomOf, uniform, wholeNumber } from '../shape/random.ts';
import { ellipse } from '../shape/rings.ts';
import type { CityGround } from './ground.ts';

/** A stretch of water whose surface is level or falls with its river. */
export interface WaterBody {
  id: string;
  name: Text;
  kind: 'river' | 'creek' | 'lake' | 'reservoir' | 'pond';
  rings: Point[][];
  elevationM: number[];
  /** Of the reach's middle, or of the lake. */
  levelM: number;
  depthM: number;
  /** Chainage of the reach's start; lakes have none. */
  chainageM?: number;
}

/** Reaches of this length are objects of their own; their surface is cut every `STEP_M`. */
const REACH_M = 400;
const STEP_M = 50;
/** Depth of the creek between floods; the river's is the plan's. */
const CREEK_DEPTH_M = 0.7;

export function buildWater(plan: Plan, ground: CityGround): WaterBody[] {
  const out: WaterBody[] = [];
  const { main: m, tributary: t, lakes } = plan.water;
  const river = reaches(
    ground.main,
    -20,
    ground.main.lengthM + 20,
    (s) => ground.bedMain(s) + m.normalDepthM,
    () => m.bottomWidthM / 2 + m.sideSlope * m.normalDepthM,
  );
  for (const reach of river) {
    out.push({
      ...reach,
      id: `wat-main-${`${Math.max(0, Math.round(reach.chainageM))}`.padStart(4, '0')}`,
      name: { zh: m.nameZh, en: m.nameEn },
      kind: 'river',
      depthM: m.normalDepthM,
    });
  }
  const mouth = ground.bedMain(t.confluenceK) + m.normalDepthM;
  const levelOf = (s: number) => Math.max(ground.bedTributary(s) + CREEK_DEPTH_M, mouth);
  const end = ground.tributary.lengthM - m.bottomWidthM / 2;
  const creek = reaches(
    ground.tributary,
    -20,
    end,
    levelOf,
    (s) => t.bottomWidthM / 2 + t.sideSlope * (levelOf(s) - ground.bedTributary(s)),
  );
  for (const reach of creek) {
    out.push({
      ...reach,
      id: `wat-trib-${`${Math.max(0, Math.round(reach.chainageM))}`.padStart(4, '0')}`,
      name: { zh: t.nameZh, en: t.nameEn },
      kind: 'creek',
      depthM: CREEK_DEPTH_M,
    });
  }
  for (const lake of lakes) {
    const ring = ellipse(lake.at, [lake.semi[0] * 1.02, lake.semi[1] * 1.02], lake.rotDeg, 72);
    out.push({
      id: lake.id,
      name: { zh: lake.nameZh, en: lake.nameEn },
      kind: lake.capacityM3 ? 'reservoir' : 'lake',
      rings: [ring],
      elevationM: ring.map(() => lake.normalLevelM),
      levelM: lake.normalLevelM,
      depthM: lake.normalLevelM - lake.bottomM,
    });
  }
  out.push(...ponds(plan, ground));
  return out;
}

interface Reach {
  rings: Point[][];
  elevationM: number[];
  levelM: number;
  chainageM: number;
}

function reaches(
  line: CityGround['main'],
  fromM: number,
  toM: number,
  levelAt: (s: number) => number,
  halfWidthAt: (s: number) => number,
): Reach[] {
  const out: Reach[] = [];
  const count = Math.round((toM - fromM) / REACH_M);
  for (let k = 0; k < count; k++) {
    const a = fromM + ((toM - fromM) * k) / count;
    const b = fromM + ((toM - fromM) * (k + 1)) / count;
    const left: Point[] = [];
    const right: Point[] = [];
    const leftM: number[] = [];
    const steps = Math.ceil((b - a) / STEP_M);
    for (let i = 0; i <= steps; i++) {
      const s = a + ((b - a) * i) / steps;
      const [x, y] = pointAt(line, s);
      // The mean of the directions about a bend, so that neighbouring reaches share their ends.
      const [ux, uy] = directionAt(line, s - 1);
      const [vx, vy] = directionAt(line, s + 1);
      const h = Math.hypot(ux + vx, uy + vy);
      const dx = (ux + vx) / h;
      const dy = (uy + vy) / h;
      const half = halfWidthAt(Math.min(Math.max(s, 0), line.lengthM)) + 0.6;
      left.push([x - dy * half, y + dx * half]);
      right.push([x + dy * half, y - dx * half]);
      leftM.push(levelAt(s));
    }
    const ring = [...right, ...left.reverse()];
    out.push({
      rings: [ring],
      elevationM: [...leftM, ...[...leftM].reverse()],
      levelM: levelAt((a + b) / 2),
      chainageM: a,
    });
  }
  return out;
}

/** Fish ponds of the south-west fields: rows of four to six beside each other (CITY.md §4). */
const POND_ROWS: [x: number, y: number, axisDeg: number][] = [
  [-3640, -1880, 3],
  [-3560, -2420, -4],
  [-3700, -2760, 2],
];

function ponds(plan: Plan, ground: CityGround): WaterBody[] {
  const out: WaterBody[] = [];
  for (const [row, [x, y, deg]] of POND_ROWS.entries()) {
    const random = randomOf(plan.city.seed, 'ponds', `${row}`);
    const count = wholeNumber(random, 4, 6);
    let u = 0;
    for (let k = 0; k < count; k++) {
      const w = uniform(random, 38, 60);
      const d = uniform(random, 60, 84);
      const cos = Math.cos((deg * Math.PI) / 180);
      const sin = Math.sin((deg * Math.PI) / 180);
      const cx = x + (u + w / 2) * cos;
      const cy = y + (u + w / 2) * sin;
      u += w + 7;
      const level = pondLevelM(ground, cx, cy);
      const ring = anticlockwise(
        (
          [
            [-w / 2, -d / 2],
            [w / 2, -d / 2],
            [w / 2, d / 2],
            [-w / 2, d / 2],
          ] as Point[]
        ).map(([a, b]): Point => [cx + a * cos - b * sin, cy + a * sin + b * cos]),
      );
      out.push({
        id: `wat-pond-${`${out.length + 1}`.padStart(3, '0')}`,
        name: { zh: '鱼塘', en: 'Fish pond' },
        kind: 'pond',
        rings: [ring],
        elevationM: ring.map(() => level),
        levelM: level,
        depthM: POND_DEPTH_M,
      });
    }
  }
  return out;
}

const POND_DEPTH_M = 1.4;

/** Below the lowest ground around it by a hand's breadth. */
function pondLevelM(ground: CityGround, x: number, y: number): number {
  let low = Number.POSITIVE_INFINITY;
  for (const [dx, dy] of [
    [0, 0],
    [-30, -42],
    [30, -42],
    [30, 42],
    [-30, 42],
  ]) {
    low = Math.min(low, ground.elevationAt(x + dx, y + dy));
  }
  return low - 0.35;
}

const KINDS: Record<WaterBody['kind'], Text> = {
  river: { zh: '河道', en: 'River' },
  creek: { zh: '溪流', en: 'Creek' },
  lake: { zh: '湖泊', en: 'Lake' },
  reservoir: { zh: '水库', en: 'Reservoir' },
  pond: { zh: '池塘', en: 'Pond' },
};

export function waterLayer(bodies: WaterBody[]): LayerInput {
  const fields: Field<WaterBody>[] = [
    ...nameFields<WaterBody>(),
    { name: 'kind', type: 'code', label: { zh: '类别', en: 'Kind' }, values: KINDS, of: (row) => row.kind },
    quantity('level', 'm', { zh: '常水位', en: 'Normal level' }, (row) => row.levelM),
    quantity('depth', 'm', { zh: '常水深', en: 'Normal depth' }, (row) => row.depthM),
    quantity('chainage', 'm', { zh: '里程', en: 'Chainage' }, (row) => row.chainageM),
  ];
  return areaLayer(
    {
      id: 'water',
      kind: 'water',
      group: 'water',
      label: { zh: '水面', en: 'Water' },
      cimLevel: 2,
      shownAtStart: true,
      colour: { token: 'map-water' },
      liftM: 0,
    },
    bodies,
    fields,
  );
}
