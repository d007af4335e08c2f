import type { Point } from '../../model/geo/plane/point.ts';
import { type Canvas, fillRings } from '../../model/geo/plane/raster.ts';
import type { LandCover, LandCoverClass } from '../../tiles/model.ts';
import type { Block } from '../buildings/blocks.ts';
import type { Building } from '../buildings/buildings.ts';
import type { LandmarkSolid } from '../buildings/landmark-solids.ts';
import type { Green, GreenKind } from '../green/parks.ts';
import type { DistrictKind, Plan, Typology } from '../plan.ts';
import { ellipse, rectangle } from '../shape/rings.ts';
import type { ParkingLot } from '../streets/parking.ts';
import { ribbon } from '../streets/ribbon.ts';
import type { Path } from '../streets/road-layers.ts';
import type { RoadNetwork } from '../streets/roads.ts';
import type { Site } from '../streets/sites.ts';
import type { WaterBody } from './rivers.ts';

const COVER_CELL_M = 2;

/**
 * Ground colours by class, plan and command theme: the map tokens of tokens.css where one says it (road, water, green,
 * build, land), the rest mixed between their neighbours so that fields, forest and wetland are told apart.
 */
const COLOURS: Record<string, [plan: [number, number, number], command: [number, number, number]]> = {
  road: [
    [255, 255, 255],
    [52, 58, 63],
  ],
  roof: [
    [236, 233, 226],
    [44, 49, 54],
  ],
  paved: [
    [239, 238, 232],
    [30, 35, 38],
  ],
  'permeable-paving': [
    [236, 236, 228],
    [32, 38, 40],
  ],
  lawn: [
    [221, 229, 207],
    [31, 42, 35],
  ],
  'shrub-tree': [
    [205, 218, 189],
    [28, 40, 32],
  ],
  'rain-garden': [
    [208, 224, 200],
    [28, 44, 38],
  ],
  farmland: [
    [231, 232, 213],
    [33, 39, 33],
  ],
  'bare-site': [
    [226, 217, 200],
    [46, 42, 37],
  ],
  wetland: [
    [203, 220, 209],
    [24, 42, 42],
  ],
  water: [
    [191, 215, 226],
    [16, 33, 45],
  ],
  gravel: [
    [226, 224, 218],
    [40, 44, 47],
  ],
};

/** What lies between the houses of a block. */
const BLOCK_GROUND: Partial<Record<Typology, string>> = {
  lane: 'paved',
  village: 'paved',
  slab: 'lawn',
  tower: 'lawn',
  podium: 'permeable-paving',
  office: 'lawn',
  campus: 'lawn',
  factory: 'paved',
  shed: 'paved',
  hall: 'permeable-paving',
};

const GREEN_GROUND: Record<GreenKind, string> = {
  park: 'lawn',
  garden: 'lawn',
  greenway: 'lawn',
  levee: 'lawn',
  pocket: 'rain-garden',
  field: 'farmland',
  orchard: 'shrub-tree',
  forest: 'shrub-tree',
  wetland: 'wetland',
  pitch: 'lawn',
};

const DISTRICT_GROUND: Partial<Record<DistrictKind, string>> = {
  farm: 'farmland',
  reserve: 'farmland',
  hill: 'shrub-tree',
  wetland: 'wetland',
};

interface CoverInput {
  plan: Plan;
  blocks: Block[];
  roads: RoadNetwork;
  buildings: Building[];
  solids: LandmarkSolid[];
  green: Green[];
  water: WaterBody[];
  lots: ParkingLot[];
  paths: Path[];
  sites: Site[];
}

function coverClasses(plan: Plan): LandCoverClass[] {
  return plan.landCover.map(([id, zh, manningN, imperviousRatio, f0, fc, k, depressionMm]) => ({
    id,
    label: { zh, en: id.replace('-', ' ') },
    manningN,
    imperviousRatio,
    hortonF0MmPerH: f0,
    hortonFcMmPerH: fc,
    hortonKPerH: k,
    depressionMm,
    plan: COLOURS[id][0],
    command: COLOURS[id][1],
  }));
}

/** Painted from the ground up: districts, blocks, green, streets, squares, roofs, water. */
export function buildLandCover(input: CoverInput): LandCover {
  const { plan } = input;
  const classes = coverClasses(plan);
  const indexOf = new Map(classes.map(({ id }, i) => [id, i]));
  const of = (id: string): number => {
    const index = indexOf.get(id);
    if (index === undefined) throw new Error(`plan.json: landCover: expected a class ${id}`);
    return index;
  };
  const { minX, minY, maxX, maxY } = plan.city.extent;
  const columns = Math.round((maxX - minX) / COVER_CELL_M) + 1;
  const rows = Math.round((maxY - minY) / COVER_CELL_M) + 1;
  const canvas: Canvas = {
    westM: minX,
    southM: minY,
    cellM: COVER_CELL_M,
    columns,
    rows,
    cells: new Uint8Array(new SharedArrayBuffer(columns * rows)),
  };
  const paint: Paint = (ring, id) => fillRings(canvas, [ring], of(id));
  canvas.cells.fill(of('lawn'));
  for (const district of plan.districts) paint(district.polygon, DISTRICT_GROUND[district.kind] ?? 'permeable-paving');
  for (const block of input.blocks) {
    if (block.use === 'built' || block.use === 'hamlet') {
      paint(block.ring, (block.typology && BLOCK_GROUND[block.typology]) || 'paved');
    }
  }
  for (const green of input.green) fillRings(canvas, green.rings, of(GREEN_GROUND[green.kind]));
  paintSites(input, paint);
  paint(ribbon(plan.rail.points, 16), 'gravel');
  const { segments } = input.roads;
  for (const segment of segments) {
    if (segment.level === 'ground' && segment.class !== 'lane') {
      paint(ribbon(segment.points, segment.redLineM), 'permeable-paving');
    }
  }
  for (const path of input.paths) fillRings(canvas, path.rings, of(path.kind === 'boardwalk' ? 'gravel' : 'paved'));
  for (const lot of input.lots) paint(lot.ring, 'permeable-paving');
  for (const segment of segments) {
    if (segment.level !== 'deck') paint(ribbon(segment.points, segment.carriagewayM), 'road');
  }
  for (const building of input.buildings) {
    for (const part of building.parts) if (part.baseM < 3) paint(part.ring, 'roof');
  }
  paintSolids(input, paint);
  for (const body of input.water) fillRings(canvas, body.rings, of('water'));
  return { classes, ...canvas };
}

type Paint = (ring: readonly Point[], id: string) => void;

function paintSites(input: CoverInput, paint: Paint): void {
  for (const site of input.sites) {
    if (site.kind === 'pit') paint(site.ring, 'bare-site');
    else if (site.kind === 'yard') paint(site.ring, 'gravel');
    else if (site.kind === 'landmark' || site.kind === 'plaza') paint(site.ring, 'paved');
  }
  for (const landmark of input.plan.landmarks) {
    if (landmark.kind === 'school') {
      const [w, d] = landmark.sizeM;
      paint(rectangle(landmark.at[0] - w * 0.26, landmark.at[1], 46, d * 0.84), 'lawn');
    }
  }
}

/** Landmarks that are drawn as solids, with the stadium's pitch. */
function paintSolids({ plan, solids }: CoverInput, paint: Paint): void {
  for (const solid of solids) {
    const landmark = plan.landmarks.find(({ id }) => id === solid.id);
    if (!landmark) continue;
    const [w, d] = landmark.sizeM;
    const outline =
      landmark.kind === 'stadium'
        ? ellipse(landmark.at, [w / 2, d / 2], 0, 40)
        : rectangle(landmark.at[0], landmark.at[1], w, d);
    paint(outline, 'roof');
    if (landmark.kind === 'stadium') paint(ellipse(landmark.at, [w / 2 - 58, d / 2 - 52], 0, 40), 'lawn');
  }
}
