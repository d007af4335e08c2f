import { type Ground, type Pit, pitElevationM, truckTrips } from '../space/cut-volume.ts';

/** A pit dug in level lifts, from the highest ground down to its floor, while its task is at work. */
export interface DugPit extends Pit {
  id: string;
  /** Loose over solid, less 1: 0.25 of clayey soil. */
  swellRatio: number;
  /** What a truck takes, loose. */
  truckM3: number;
}

/** The ground with a pit in it that is dug down to a level so far (`-Infinity`: to its floor): what a flood runs over. */
export function groundWithPit(pit: Pit, ground: Ground, levelM: number): Float64Array {
  const { westM, southM, cellM, columns, elevationM } = ground;
  return Float64Array.from({ length: elevationM.length }, (_, cell) => {
    const column = cell % columns;
    const row = Math.floor(cell / columns);
    const surfaceM = pitElevationM(pit, westM + (column + 0.5) * cellM, southM + (row + 0.5) * cellM);
    return Math.min(elevationM[cell], Math.max(surfaceM, levelM));
  });
}

/** Soil taken away and brought between two surfaces on one raster, cell by cell. */
export function cutAndFillM3(
  { cellM, elevationM }: Ground,
  target: ArrayLike<number>,
): { cutM3: number; fillM3: number } {
  let cut = 0;
  let fill = 0;
  for (let cell = 0; cell < elevationM.length; cell++) {
    const change = target[cell] - elevationM[cell];
    if (change < 0) cut -= change;
    else fill += change;
  }
  return { cutM3: cut * cellM ** 2, fillM3: fill * cellM ** 2 };
}

/** A raster around a pit on level ground, its slopes and a cell more. */
export function levelGround(pit: Pit, elevationM: number, cellM: number): Ground {
  const rimM = Math.max(0, elevationM - pit.floorElevationM) * pit.slope;
  const columns = Math.ceil((pit.lengthM + 2 * rimM) / cellM) + 2;
  const rows = Math.ceil((pit.widthM + 2 * rimM) / cellM) + 2;
  return {
    westM: pit.westM + pit.lengthM / 2 - (columns * cellM) / 2,
    southM: pit.southM + pit.widthM / 2 - (rows * cellM) / 2,
    cellM,
    columns,
    rows,
    elevationM: new Float64Array(columns * rows).fill(elevationM),
  };
}

interface DugDay {
  cutM3: number;
  /** Whole trucks so far, less those of the days before: no half truck leaves at night. */
  trips: number;
  /** Where the lift stands in the evening. */
  levelM: number;
}

/** Day by day, with the part of the work that each evening has behind it (ascending, the last 1): volumes add up to the pit's. */
export function dugDays(pit: DugPit, ground: Ground, doneRatio: readonly number[]): DugDay[] {
  const topM = Array.from(ground.elevationM).reduce((most, one) => Math.max(most, one), -Infinity);
  let cutSoFar = 0;
  let tripsSoFar = 0;
  return doneRatio.map((ratio) => {
    const levelM = topM + (pit.floorElevationM - topM) * ratio;
    const { cutM3 } = cutAndFillM3(ground, groundWithPit(pit, ground, levelM));
    const trips = truckTrips(cutM3, pit.swellRatio, pit.truckM3);
    const day = { cutM3: cutM3 - cutSoFar, trips: trips - tripsSoFar, levelM };
    cutSoFar = cutM3;
    tripsSoFar = trips;
    return day;
  });
}
