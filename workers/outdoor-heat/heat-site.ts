import { openRows } from '../../model/city/layer-rows.ts';
import { type RasterPlace, rasterAt } from '../../model/city/raster.ts';
import { boxOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { OutdoorHeatRequest } from '../../model/questions/outdoor-heat.ts';
import { MessageError } from '../../model/text/message.ts';
import { readCitySolids, upOfElevation } from '../shared/city-solids.ts';
import type { CityFiles } from '../shared/engine.ts';
import { boxOfPrism, isInFootprint } from '../shared/footprints.ts';
import { PeopledCity } from '../shared/peopled-city.ts';
import { addCover, type GroundCover, readGroundCover } from './ground-cover.ts';
import type { CellBox } from './heat-ground.ts';
import { addCrowns, type Crown, emptyScene, type HeatScene, NO_CROWN_M } from './heat-scene.ts';
import { heatMessage } from './messages.ts';
import { surfaceNumber } from './surfaces.ts';

/** Cells at most of one map: two kilometres square in cells of two metres. */
const MAX_CELLS = 1_100_000;
/** What stands farther outside the area than this hides little of its sky. */
const SEEN_M = 200;
/** A tree whose data say nothing of it is as high and as wide as this. */
const USUAL_TREE_M = 8;
const USUAL_CROWN_M = 5;
const MAX_CROWN_M = 40;

/** A tree of the city. */
interface CityTree extends Crown {
  isAssumed: boolean;
}

/** The area of a question: cells of its box with what is seen from them, and which of them lie in its ring. */
export interface HeatArea {
  scene: HeatScene;
  box: CellBox;
  place: RasterPlace;
  /** 1: in the ring. */
  isWanted: Uint8Array;
  trees: CityTree[];
  unknownCoverPct: number;
}

/** A city's ground, walls, trees and land cover, with its people. */
export class HeatSite extends PeopledCity {
  private readonly cover: GroundCover | null;
  private readonly trees: readonly CityTree[];

  constructor(
    files: CityFiles,
    { city, ground }: Pick<PeopledCity, 'city' | 'ground'>,
    cover: GroundCover | null,
    trees: readonly CityTree[],
  ) {
    super(files, city, ground);
    this.cover = cover;
    this.trees = trees;
  }

  get coverKind(): GroundCover['kind'] | null {
    return this.cover?.kind ?? null;
  }

  get treeCount(): number {
    return this.trees.length;
  }

  /** The area of a question as it stands now. */
  areaOf({ ringM, cellM }: Pick<OutdoorHeatRequest, 'ringM' | 'cellM'>): HeatArea {
    const [west, south, east, north] = boxOf(ringM);
    const columns = Math.max(2, Math.ceil((east - west) / cellM));
    const rows = Math.max(2, Math.ceil((north - south) / cellM));
    if (columns * rows > MAX_CELLS)
      throw new MessageError(heatMessage('too-many-cells', { cells: columns * rows, most: MAX_CELLS }));
    const edge = Math.ceil(SEEN_M / cellM);
    const box = { column: edge, row: edge, columns, rows };
    const scene = emptyScene(
      {
        westM: west - edge * cellM,
        southM: south - edge * cellM,
        cellM,
        columns: columns + 2 * edge,
        rows: rows + 2 * edge,
      },
      surfaceNumber('paving'),
    );
    this.addGround(scene);
    this.addBuildings(scene, null);
    const unknownCoverPct = this.unknownPct(scene, box);
    const trees = this.treesIn(scene);
    addCrowns(scene, trees);
    const place = { westM: west, southM: south, cellM, columns, rows };
    return { scene, box, place, isWanted: wantedIn(place, ringM), trees, unknownCoverPct };
  }

  private addGround({ westM, southM, cellM, columns, rows, groundM, topM }: HeatScene): void {
    const { ground, originElevationM } = this;
    for (let cell = 0; cell < columns * rows; cell++) {
      const x = westM + ((cell % columns) + 0.5) * cellM;
      const y = southM + (Math.floor(cell / columns) + 0.5) * cellM;
      const elevationM = ground ? rasterAt(ground.grid, ground.elevationM, x, y) : originElevationM;
      groundM[cell] = upOfElevation(elevationM, originElevationM, x, y);
      topM[cell] = groundM[cell];
    }
  }

  /** Adds the buildings that stand now, or those of planned layers, on the cells whose middle lies in their outline; what grew there is gone. */
  addBuildings(scene: HeatScene, planned: readonly string[] | null): void {
    const { westM, southM, cellM, columns, rows, topM, isBuilt, crownTopM, crownFootM } = scene;
    const { city } = this;
    if (!city) return;
    const { prisms } = city;
    const stands = prisms.layers.map(({ id, state }) => (planned ? planned.includes(id) : state === 'existing'));
    for (let p = 0; p < prisms.count; p++) {
      if (!stands[prisms.layer[p]]) continue;
      const [west, south, east, north] = boxOfPrism(city, p);
      const toColumn = Math.min(columns - 1, Math.floor((east - westM) / cellM));
      const toRow = Math.min(rows - 1, Math.floor((north - southM) / cellM));
      for (let row = Math.max(0, Math.floor((south - southM) / cellM)); row <= toRow; row++)
        for (let column = Math.max(0, Math.floor((west - westM) / cellM)); column <= toColumn; column++) {
          if (!isInFootprint(city, p, westM + (column + 0.5) * cellM, southM + (row + 0.5) * cellM)) continue;
          const cell = row * columns + column;
          isBuilt[cell] = 1;
          crownTopM[cell] = NO_CROWN_M;
          crownFootM[cell] = NO_CROWN_M;
          topM[cell] = Math.max(topM[cell], prisms.topM[p]);
        }
    }
  }

  /** Part of the open ground of the box whose cover nobody knows. */
  private unknownPct(scene: HeatScene, box: CellBox): number {
    const isKnown = addCover(scene, this.cover);
    let unknown = 0;
    let open = 0;
    for (let row = box.row; row < box.row + box.rows; row++)
      for (let column = box.column; column < box.column + box.columns; column++) {
        const cell = row * scene.columns + column;
        if (scene.isBuilt[cell]) continue;
        open++;
        if (!isKnown[cell]) unknown++;
      }
    return open === 0 ? 0 : (100 * unknown) / open;
  }

  private treesIn({ westM, southM, cellM, columns, rows }: RasterPlace): CityTree[] {
    const eastM = westM + columns * cellM;
    const northM = southM + rows * cellM;
    return this.trees.filter(({ atM: [x, y] }) => x >= westM && x < eastM && y >= southM && y < northM);
  }
}

/** Cells of a raster whose middle lies in a ring. */
export function wantedIn({ westM, southM, cellM, columns, rows }: RasterPlace, ringM: readonly Point[]): Uint8Array {
  return Uint8Array.from({ length: columns * rows }, (_, cell) =>
    isInRing(ringM, westM + ((cell % columns) + 0.5) * cellM, southM + (Math.floor(cell / columns) + 0.5) * cellM)
      ? 1
      : 0,
  );
}

/** Reads what heat is computed on. */
export async function openHeatSite(files: CityFiles): Promise<HeatSite> {
  return new HeatSite(files, await readCitySolids(files), await readGroundCover(files), await readTrees(files));
}

/** All trees that stand in the city, with the crown and height that its data give. */
async function readTrees(files: CityFiles): Promise<CityTree[]> {
  const trees: CityTree[] = [];
  for (const layer of files.manifest.layers) {
    if (layer.kind !== 'tree' || layer.state !== 'existing') continue;
    const rows = await openRows(layer, (path) => files.read(path), ['crown', 'height']);
    for (let row = 0; row < layer.count; row++) {
      const crownM = rows.number('crown', row);
      const heightM = rows.number('height', row);
      const hasCrown = crownM !== null && crownM > 0 && crownM <= MAX_CROWN_M;
      const hasHeight = heightM !== null && heightM > 0;
      trees.push({
        atM: rows.thing(row).at,
        crownM: hasCrown ? crownM : USUAL_CROWN_M,
        heightM: hasHeight ? heightM : USUAL_TREE_M,
        isAssumed: !hasCrown || !hasHeight,
      });
    }
  }
  return trees;
}
