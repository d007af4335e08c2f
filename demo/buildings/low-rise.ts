import type { Point } from '../../model/geo/plane/point.ts';
import { centroidOf, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { insetAll } from '../shape/cut-rings.ts';
import { type Random, uniform, wholeNumber } from '../shape/random.ts';
import { rectangle } from '../shape/rings.ts';
import { HAMLET_M2 } from './blocks.ts';
import { lotsOf, type Quad, quadOf, simplified } from './lots.ts';
import { type BuildingMass, capped, coverM2, flat, gable, massOf, type Plot } from './mass.ts';

/** Share of lots that stay yards so that the rest makes the district's density: built wholly, a block has `builtRatio`. */
const yardRatio = (plot: Plot, builtRatio: number, mixFactor: number, minRatio = 0) =>
  Math.max(0, 1 - Math.min(Math.max(plot.coverRatio * mixFactor, minRatio), builtRatio) / builtRatio);

/** Lots without gaps: courtyard houses (hall to the north, wings, gate row), terraces of shops, single houses. */
export function lanes(plot: Plot): BuildingMass[] {
  const { random, rule } = plot;
  const yards = yardRatio(plot, 0.82, 1.15);
  const out: BuildingMass[] = [];
  for (const lot of lotsOf(plot.ring, 300, plot.axisDeg, random)) {
    const ring = simplified(lot);
    const quad = quadOf(ring);
    const cap = plot.capM(ring);
    const chance = random();
    if (!quad || quad.widthM < 5 || quad.depthM < 5) {
      const house = signedAreaM2(ring) > 30 ? insetAll(ring, 0.4) : null;
      if (!house) continue;
      const storeys = capped(wholeNumber(random, 1, 2), rule.storeyM, cap);
      out.push(house4(house, storeys, rule.storeyM));
    } else if (chance < yards) {
      // A yard, a well, a tree.
    } else if (chance < yards + (1 - yards) * 0.6 && quad.widthM > 10 && quad.depthM > 13) {
      out.push(courtyard(quad, rule.storeyM, cap, random));
    } else {
      out.push(...terrace(quad, rule.storeyM, cap, random));
    }
  }
  return out;
}

function house4(ring: Point[], storeys: number, storeyM: number): BuildingMass {
  const quad = ring.length === 4;
  const parts = [quad ? gable(ring, storeys * storeyM, 1.6) : flat(ring, storeys * storeyM)];
  return massOf('lane-house', parts, storeys);
}

function courtyard(quad: Quad, storeyM: number, capM: number, random: Random): BuildingMass {
  const w = quad.widthM;
  const d = quad.depthM;
  const edge = 0.3;
  const hallDepth = Math.min(uniform(random, 5.8, 7), d * 0.36) / d;
  const frontDepth = Math.min(uniform(random, 3.8, 4.6), d * 0.26) / d;
  const wing = Math.min(uniform(random, 3.2, 4.2), w * 0.28) / w;
  const e = edge / w;
  const f = edge / d;
  const hallFloors = capped(random() < 0.3 ? 2 : 1, storeyM, capM - 2);
  const parts = [
    gable(quad.part(e, 1 - e, 1 - hallDepth, 1 - f), hallFloors * storeyM + 0.6, 2),
    gable(quad.part(e, 1 - e, f, frontDepth), storeyM, 1.2),
    gable(quad.part(e, wing, frontDepth, 1 - hallDepth), storeyM - 0.2, 1),
    gable(quad.part(1 - wing, 1 - e, frontDepth, 1 - hallDepth), storeyM - 0.2, 1),
  ];
  const floorM2 = coverM2(parts) + (hallFloors - 1) * signedAreaM2(parts[0].ring);
  return massOf('courtyard', parts, hallFloors, { floorM2 });
}

/** Narrow houses wall to wall, gable to the street. */
function terrace(quad: Quad, storeyM: number, capM: number, random: Random): BuildingMass[] {
  const alongS = quad.widthM >= quad.depthM;
  const length = alongS ? quad.widthM : quad.depthM;
  const count = Math.max(1, Math.round(length / uniform(random, 6, 8.5)));
  const setback = uniform(random, 0, 0.16);
  const out: BuildingMass[] = [];
  for (let k = 0; k < count; k++) {
    const a = k / count;
    const b = (k + 1) / count;
    const ring = alongS ? quad.part(a, b, 0.02, 0.98 - setback) : quad.part(0.02, 0.98 - setback, a, b);
    const storeys = capped(wholeNumber(random, 1, 3), storeyM, capM - 1.5);
    out.push(massOf('shop-house', [gable(ring, storeys * storeyM + uniform(random, 0, 0.5), 1.5)], storeys));
  }
  return out;
}

/** "Handshake" houses: every lot built up to 0.75 m from its edge, 2–6 floors, a stair house on most roofs. */
export function village(plot: Plot): BuildingMass[] {
  const { random, rule } = plot;
  const yards = yardRatio(plot, 0.76, 1.05, 0.36);
  const out: BuildingMass[] = [];
  for (const lot of lotsOf(plot.ring, 176, plot.axisDeg, random)) {
    if (random() < yards) continue;
    const ring = insetAll(simplified(lot), (rule.gapM ?? 1.5) / 2);
    if (!ring || signedAreaM2(ring) < 36) continue;
    const storeys = capped(wholeNumber(random, rule.floors[0], rule.floors[1]), rule.storeyM, plot.capM(ring));
    const top = storeys * rule.storeyM + 0.5;
    const parts = [flat(ring, top)];
    if (random() < 0.6) {
      const [x, y] = centroidOf(ring);
      const deg = plot.axisDeg + (random() < 0.5 ? 0 : 90);
      const size = Math.min(Math.sqrt(signedAreaM2(ring)) * 0.34, 4);
      parts.push(flat(rectangle(x, y, size, size * 0.8, deg), top + 2.6, top));
    }
    out.push(massOf('village-house', parts, storeys));
  }
  return out;
}

/** Farm houses on the middle of their block: yard to the south, gable roof, two rooms deep. */
export function hamlet(plot: Plot): BuildingMass[] {
  const { random, rule } = plot;
  const core = coreOf(plot.ring, HAMLET_M2);
  const out: BuildingMass[] = [];
  for (const lot of lotsOf(core, 300, plot.axisDeg, random)) {
    if (random() < 0.22) continue;
    const quad = quadOf(simplified(insetAll(lot, 1.6) ?? []));
    if (!quad || quad.widthM < 8 || quad.depthM < 8) continue;
    const depth = Math.min(uniform(random, 8.5, 11), quad.depthM - 1);
    const ring = quad.part(0, 1, 1 - depth / quad.depthM, 1);
    const storeys = capped(wholeNumber(random, 1, 3), rule.storeyM, plot.capM(ring));
    const parts = [gable(ring, storeys * rule.storeyM, 2)];
    if (random() < 0.5) parts.push(flat(quad.part(0, 0.26, 0.05, 1 - depth / quad.depthM), 2.9));
    out.push(massOf('farm-house', parts, storeys));
  }
  return out;
}

/** The block drawn in until it has about so much ground: a hamlet lies in its fields. */
function coreOf(ring: Point[], areaM2: number): Point[] {
  if (signedAreaM2(ring) <= areaM2) return ring;
  const [cx, cy] = centroidOf(ring);
  const k = Math.sqrt(areaM2 / signedAreaM2(ring));
  return ring.map(([x, y]): Point => [cx + (x - cx) * k, cy + (y - cy) * k]);
}
