import type { Text } from '../../model/city/manifest.ts';
import { boundsOf } from '../../model/geo/plane/box.ts';
import { lineOf, nearestOn } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { centroidOf, isInRing, ringsOverlap } from '../../model/geo/plane/ring.ts';
import { componentCode } from '../names/codes.ts';
import { namer } from '../names/names.ts';
import { NAMELESS, partOf } from '../names/words.ts';
import { apportion, DWELLINGS_PER_HOUSEHOLD, HOME_M2, WORK_M2 } from '../people/population.ts';
import type { District, Plan } from '../plan.ts';
import { randomOf, wholeNumber } from '../shape/random.ts';
import { rectangle } from '../shape/rings.ts';
import type { RoadNetwork } from '../streets/roads.ts';
import type { Block } from './blocks.ts';
import { BUILDING_USES } from './building-uses.ts';
import type { LandmarkMass } from './landmarks.ts';
import { type BuildingMass, type BuildingPart, flat, massOf, type Plot } from './mass.ts';
import { buildMasses } from './massing.ts';

export interface Building {
  /** `bld-<district>-<5 digits>` by (y, x) of the centroid; landmarks keep the plan's id. */
  id: string;
  /** GB/T 30428.2. */
  code: string;
  name: Text;
  use: string;
  facade: number;
  district: string;
  block: string;
  address: Text;
  at: Point;
  parts: BuildingPart[];
  heightM: number;
  /** Ground floor over the ground around it: the pad of CITY.md §2. */
  sillM: number;
  storeys: number;
  year: number;
  floorM2: number;
  dwellings: number;
  residents: number;
  jobs: number;
  homeRatio: number;
  workRatio: number;
  /** The landmark it is or belongs to. */
  landmark: string | null;
}

/** HIS-1 itself, land within 150 m of it, and the view corridor VC-1 (CITY.md §4). */
const HISTORIC_CAP_M = 12;
const NEAR_HISTORIC_CAP_M = 24;
const NEAR_HISTORIC_M = 150;

const PAD_M = 0.3;

/** Middle of the business centre, where towers are highest. */
const CENTRE: Point = [-1180, 800];

/** All buildings of the blocks, then the landmarks; people and jobs sum to the plan's in every district. */
export function buildBuildings(plan: Plan, blocks: Block[], roads: RoadNetwork, landmarks: LandmarkMass[]): Building[] {
  const capM = heightCap(plan);
  const addressOf = addresser(roads);
  const compound = namer(roads.roads.map((road) => road.name.zh));
  const out: Building[] = [];
  for (const district of plan.districts) {
    const own: Building[] = [];
    const planted = plantedHomes(plan, blocks, district);
    for (const block of blocks) {
      if (block.district !== district || !block.typology || planted.has(block)) continue;
      const random = randomOf(plan.city.seed, 'buildings', block.id);
      const plot: Plot = {
        ring: block.ring,
        typology: block.typology,
        rule: plan.typologies[block.typology],
        kind: district.kind,
        axisDeg: district.axisDeg,
        hamlet: block.use === 'hamlet',
        coverRatio: district.densityPct / 100,
        capM,
        towerFloors: (x, y) => towerFloors(plan, block, x, y),
        random,
      };
      const masses = buildMasses(plot);
      const compounds = new Map<Text, { base: Text; buildings: Building[] }>();
      for (const mass of masses) {
        const building = furnish(mass, district, block.id, capM, random);
        own.push(building);
        const suffix = BUILDING_USES[mass.use].named;
        if (!suffix) continue;
        const group = compounds.get(suffix) ?? { base: compound(random, suffix.zh, suffix.en), buildings: [] };
        group.buildings.push(building);
        compounds.set(suffix, group);
      }
      for (const group of compounds.values()) {
        group.buildings.forEach((building, i) => {
          const alone = group.buildings.length === 1;
          building.name = alone ? group.base : partOf(group.base, `${i + 1}号楼`, `Building ${i + 1}`);
        });
      }
    }
    own.sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
    own.forEach((building, i) => {
      building.id = `bld-${district.id}-${`${i + 1}`.padStart(5, '0')}`;
    });
    addLandmarks(landmarks, district, plan, own);
    own.push(...[...planted.values()].flat());
    settle(own, district, plan);
    for (const building of own) out.push(building);
  }
  out.forEach((building, i) => {
    building.code = componentCode('building', i + 1);
    building.address = addressOf(building.at);
    if (building.name === NAMELESS) building.name = building.address;
  });
  return out;
}

/** Landmarks of a district, which keep the ids and names that the plan gives them. */
function addLandmarks(landmarks: LandmarkMass[], district: District, plan: Plan, own: Building[]): void {
  for (const landmark of landmarks) {
    if (landmark.district !== district.id) continue;
    const random = randomOf(plan.city.seed, 'buildings', landmark.id);
    own.push({
      ...furnish(landmark.mass, district, '', () => Number.POSITIVE_INFINITY, random),
      id: landmark.id,
      name: landmark.name,
      landmark: landmark.landmark,
      sillM: landmark.sillM ?? PAD_M,
      year: landmark.year ?? wholeNumber(random, ...BUILDING_USES[landmark.mass.use].years),
    });
  }
}

/**
 * Planted (D16): the plan's homes by their block, whose ground they have to themselves. The flanks were moved apart until the engine of sunlight
 * gave the homes 2.4 h on 大寒日.
 */
function plantedHomes(plan: Plan, blocks: Block[], district: District): Map<Block, Building[]> {
  const random = randomOf(plan.city.seed, 'buildings', 'planted-homes');
  const byBlock = new Map<Block, Building[]>();
  for (const { id, nameZh, nameEn, use, at, sizeM, heightM, floors } of plan.construction.plantedHomes) {
    const block = blocks.find(({ ring }) => isInRing(ring, ...at));
    if (block?.district !== district) continue;
    const mass = massOf(use, [flat(rectangle(...at, ...sizeM), heightM)], floors);
    const building = furnish(mass, district, block.id, () => Number.POSITIVE_INFINITY, random);
    byBlock.set(block, [...(byBlock.get(block) ?? []), { ...building, id, name: { zh: nameZh, en: nameEn } }]);
  }
  return byBlock;
}

function furnish(
  mass: BuildingMass,
  district: District,
  block: string,
  capM: (ring: readonly Point[]) => number,
  random: () => number,
): Building {
  const cap = capM(mass.parts[0].ring);
  const parts = Number.isFinite(cap) ? mass.parts.flatMap((part) => lowered(part, cap)) : mass.parts;
  const [from, to] = BUILDING_USES[mass.use].years;
  return {
    id: '',
    code: '',
    name: NAMELESS,
    use: mass.use,
    facade: mass.facade,
    district: district.id,
    block,
    address: NAMELESS,
    at: centroidOf(mass.parts[0].ring),
    parts,
    heightM: Math.max(...parts.map((part) => part.topM + part.roofM)),
    sillM: PAD_M,
    storeys: mass.storeys,
    year: wholeNumber(random, from, to),
    floorM2: mass.floorM2,
    dwellings: 0,
    residents: 0,
    jobs: 0,
    homeRatio: mass.homeRatio,
    workRatio: mass.workRatio,
    landmark: null,
  };
}

/** What a cap leaves of a part: roof houses go, roofs come down. */
function lowered(part: BuildingPart, capM: number): BuildingPart[] {
  if (part.topM + part.roofM <= capM) return [part];
  if (part.baseM > capM - 2.5) return [];
  return [{ ...part, topM: Math.min(part.topM, capM - part.roofM) }];
}

function settle(own: Building[], district: District, plan: Plan): void {
  const residents = apportion(
    own.map((building) => (building.floorM2 * building.homeRatio) / HOME_M2),
    district.residents,
  );
  const jobs = apportion(
    own.map((building) => (building.floorM2 * building.workRatio) / WORK_M2),
    district.jobs,
  );
  const perHousehold = plan.population.residents / plan.population.households;
  own.forEach((building, i) => {
    building.residents = residents[i];
    building.jobs = jobs[i];
    building.dwellings = Math.round((residents[i] / perHousehold) * DWELLINGS_PER_HOUSEHOLD);
  });
}

function towerFloors(plan: Plan, block: Block, x: number, y: number): [number, number] {
  const lake = plan.water.lakes[0];
  const toLake = Math.hypot((x - lake.at[0]) / lake.semi[0], (y - lake.at[1]) / lake.semi[1]);
  if (block.typology === 'podium') {
    if (toLake < 2.2) return [8, 14];
    const d = Math.hypot(x - CENTRE[0], y - CENTRE[1]);
    const peak = 22 + 20 * Math.exp(-((d / 420) ** 2));
    return [Math.round(Math.max(18, peak - 6)), Math.round(peak + 3)];
  }
  if (toLake < 1.9) return [9, 13];
  if (toLake < 2.6) return [14, 20];
  switch (block.district.kind) {
    case 'new-town':
    case 'centre':
      return [20, 33];
    case 'office':
      return [18, 26];
    default:
      return [18, 24];
  }
}

/** Greatest height above ground for a ring. */
export function heightCap(plan: Plan): (ring: readonly Point[]) => number {
  const zone = (id: string) => plan.plans.zones.find((candidate) => candidate.id === id);
  const historic = zone('HIS-1');
  const view = zone('VC-1');
  if (!historic || !view) throw new Error('plan.json: plans.zones: expected HIS-1 and VC-1');
  const border = lineOf([...historic.polygon, historic.polygon[0]]);
  const box = boundsOf(historic.polygon);
  return (ring) => {
    let cap = Number.POSITIVE_INFINITY;
    if (ringsOverlap(ring, view.polygon)) cap = view.limitM ?? 15;
    const [x, y] = ring[0];
    if (x < box.minX - 300 || x > box.maxX + 300 || y < box.minY - 300 || y > box.maxY + 300) return cap;
    if (ringsOverlap(ring, historic.polygon)) return Math.min(cap, HISTORIC_CAP_M);
    const near = ring.some(
      (p) =>
        isInRing(historic.polygon, p[0], p[1]) || Math.abs(nearestOn(border, p[0], p[1]).offsetM) <= NEAR_HISTORIC_M,
    );
    return near ? Math.min(cap, NEAR_HISTORIC_CAP_M) : cap;
  };
}

/** Road and number of the nearest road: odd on the left of its direction, even on the right, one number every 6 m. */
function addresser(roads: RoadNetwork): (at: Point) => Text {
  const cellM = 120;
  const cells = new Map<number, number[]>();
  const key = (i: number, j: number) => (i + 200) * 1000 + j + 200;
  const lines = roads.segments.map((segment) => lineOf(segment.points));
  roads.segments.forEach((segment, index) => {
    if (segment.level === 'deck' || segment.level === 'trench') return;
    const box = boundsOf(segment.points);
    for (let i = Math.floor(box.minX / cellM); i <= Math.floor(box.maxX / cellM); i++) {
      for (let j = Math.floor(box.minY / cellM); j <= Math.floor(box.maxY / cellM); j++) {
        const list = cells.get(key(i, j)) ?? [];
        list.push(index);
        cells.set(key(i, j), list);
      }
    }
  });
  const used = new Map<string, number>();
  return ([x, y]) => {
    let best = Number.POSITIVE_INFINITY;
    let found = -1;
    let number = 0;
    const ci = Math.floor(x / cellM);
    const cj = Math.floor(y / cellM);
    for (let reach = 1; reach < 14 && found < 0; reach += 3) {
      for (let i = ci - reach; i <= ci + reach; i++) {
        for (let j = cj - reach; j <= cj + reach; j++) {
          for (const index of cells.get(key(i, j)) ?? []) {
            const place = nearestOn(lines[index], x, y);
            const d = Math.abs(place.offsetM);
            if (d >= best) continue;
            best = d;
            found = index;
            const along = roads.segments[index].startM + place.chainageM;
            number = 2 * Math.floor(along / 12) + (place.offsetM >= 0 ? 1 : 2);
          }
        }
      }
    }
    if (found < 0) return NAMELESS;
    const { zh, en } = roads.segments[found].name;
    const base = `${zh}${number}号`;
    const count = (used.get(base) ?? 0) + 1;
    used.set(base, count);
    if (count === 1) return { zh: base, en: `${number} ${en}` };
    return { zh: `${base}之${count - 1}`, en: `${number}-${count - 1} ${en}` };
  };
}
