import type { Text } from '../../model/city/manifest.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { centroidOf, isInRing, ringsOverlap, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { Block } from '../buildings/blocks.ts';
import type { Building } from '../buildings/buildings.ts';
import { componentCode } from '../names/codes.ts';
import { NAMELESS, partOf, textOf } from '../names/words.ts';
import type { Plan } from '../plan.ts';
import { randomOf, uniform } from '../shape/random.ts';
import { rectangle } from '../shape/rings.ts';
import type { Site } from './sites.ts';

/** A surface car park: `lot-<district>-<3 digits>` by (y, x). */
export interface ParkingLot {
  id: string;
  name: Text;
  code: string;
  district: string;
  ring: Point[];
  spaces: number;
  isPublic: boolean;
}

const SPACE_M2 = 30;

/** Uses whose blocks keep cars on the ground; elsewhere they stand in garages below. */
const OPEN_AIR: ReadonlySet<string> = new Set(['hall', 'podium', 'office', 'campus', 'factory', 'shed', 'slab']);

/** Around landmarks, in metres from their middle: x, y, width, depth. The stadium's serve its park-and-ride. */
const AT_LANDMARKS: Record<string, [number, number, number, number][]> = {
  'lm-stadium': [
    [-30, -176, 150, 44],
    [-180, 40, 34, 120],
    [-180, -90, 34, 90],
  ],
  'lm-hospital': [
    [-96, -62, 54, 60],
    [98, -70, 48, 50],
  ],
  'lm-expo': [[0, -96, 200, 36]],
  'lm-mall': [[0, -62, 110, 22]],
  'lm-univ': [[-180, -170, 54, 26]],
};

/** One try in forty finds a place in most blocks that have any; a lot must lie clear of all walls. */
export function buildParking(plan: Plan, blocks: Block[], buildings: Building[], sites: Site[]): ParkingLot[] {
  const byBlock = new Map<string, Building[]>();
  for (const building of buildings) {
    const list = byBlock.get(building.block) ?? [];
    list.push(building);
    byBlock.set(building.block, list);
  }
  const found: Omit<ParkingLot, 'id' | 'code'>[] = [];
  for (const block of blocks) {
    if (!block.typology || !OPEN_AIR.has(block.typology) || signedAreaM2(block.ring) < 3000) continue;
    const random = randomOf(plan.city.seed, 'parking', block.id);
    if (random() > 0.62) continue;
    const box = boundsOf(block.ring);
    for (let tries = 0; tries < 40; tries++) {
      const w = uniform(random, 26, 58);
      const d = uniform(random, 17, 34);
      const x = uniform(random, box.minX, box.maxX);
      const y = uniform(random, box.minY, box.maxY);
      const ring = rectangle(x, y, w, d, block.district.axisDeg);
      if (!ring.every((p) => isInRing(block.ring, p[0], p[1]))) continue;
      const grown = rectangle(x, y, w + 4, d + 4, block.district.axisDeg);
      const own = byBlock.get(block.id) ?? [];
      if (own.some((building) => building.parts.some((part) => part.baseM < 4 && ringsOverlap(grown, part.ring))))
        continue;
      found.push({
        name: NAMELESS,
        district: block.district.id,
        ring,
        spaces: Math.floor(signedAreaM2(ring) / SPACE_M2),
        isPublic: block.typology === 'hall' || block.typology === 'podium',
      });
      break;
    }
  }
  addLandmarkLots(plan, sites, buildings, found);
  const keyed = found.map((lot) => ({ lot, at: centroidOf(lot.ring) }));
  keyed.sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
  const counts = new Map<string, number>();
  return keyed.map(({ lot }, i) => {
    const n = (counts.get(lot.district) ?? 0) + 1;
    counts.set(lot.district, n);
    const district = plan.districts.find(({ id }) => id === lot.district);
    return {
      ...lot,
      id: `lot-${lot.district}-${`${n}`.padStart(3, '0')}`,
      code: componentCode('parking', i + 1),
      name: lot.name === NAMELESS && district ? partOf(textOf(district), `第${n}停车场`, `car park ${n}`) : lot.name,
    };
  });
}

/** Car parks beside landmarks, where neither another site nor a building stands in the way. */
function addLandmarkLots(
  plan: Plan,
  sites: Site[],
  buildings: Building[],
  found: Omit<ParkingLot, 'id' | 'code'>[],
): void {
  for (const landmark of plan.landmarks) {
    for (const [dx, dy, w, d] of AT_LANDMARKS[landmark.id] ?? []) {
      const ring = rectangle(landmark.at[0] + dx, landmark.at[1] + dy, w, d);
      const blocked = sites.some((site) => site.landmark !== landmark.id && ringsOverlap(site.ring, ring));
      const walls = buildings.some((building) => building.parts.some((part) => ringsOverlap(part.ring, ring)));
      if (blocked || walls) continue;
      found.push({
        name: partOf(textOf(landmark), '停车场', 'car park'),
        district: landmark.district,
        ring,
        spaces: Math.floor(signedAreaM2(ring) / SPACE_M2),
        isPublic: true,
      });
    }
  }
}
