import type { DrainNetwork } from '../../../model/city/grid.ts';
import { floodMessage } from '../messages.ts';
import { regionsAbove } from '../results/isolines.ts';
import type { Place } from '../works/works.ts';
import { type Catchment, catchmentOf, type DrainageMap } from './catchment.ts';
import { bedAt } from './defences.ts';
import { CityFloodError, type CityRasters } from './ground.ts';

/** A catchment as a page draws it. */
export interface DrawnCatchment extends Omit<Catchment, 'mask' | 'cells'> {
  /** Its outline, with corners left out where there are many. */
  ring: Place[];
}

/** More say nothing more on a picture of a city. */
const MAX_CORNERS = 400;

export function drawnCatchment(map: DrainageMap, at: Place): DrawnCatchment {
  const { mask, cells: _, ...catchment } = catchmentOf(map, at);
  const { columns, rows, cellM, westM, southM } = map;
  // A rim of nothing, so that a catchment at the edge of the data has an outline there too.
  const values = new Float32Array((columns + 2) * (rows + 2));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      values[(row + 1) * (columns + 2) + column + 1] = mask[row * columns + column];
  const rimmed = { columns: columns + 2, rows: rows + 2, cellM, westM: westM - cellM, southM: southM - cellM, values };
  const outers = regionsAbove(rimmed, 0.5).map(({ outer }) => outer);
  const longest = outers.reduce((most, outer) => (outer.length > most.length ? outer : most), outers[0] ?? []);
  const every = Math.max(1, Math.ceil(longest.length / MAX_CORNERS));
  return { ...catchment, ring: longest.filter((_corner, i) => i % every === 0) };
}

/** Heights of the ground at places, above the city's datum; a place beside the grid is refused. */
export function bedElevations({ grid, bedElevationM }: CityRasters, places: readonly Place[]): number[] {
  const eastM = grid.westM + grid.columns * grid.cellM;
  const northM = grid.southM + grid.rows * grid.cellM;
  return places.map((place) => {
    const isInside = place[0] >= grid.westM && place[1] >= grid.southM && place[0] < eastM && place[1] < northM;
    if (!isInside)
      throw new CityFloodError(
        floodMessage('catchment-outside', { eastM: Math.round(place[0]), northM: Math.round(place[1]) }),
      );
    return bedAt({ grid, bedElevationM }, place);
  });
}

/** The inlet nearest to a place. */
export interface NearInlet {
  id: string;
  at: Place;
  awayM: number;
}

export function nearestInlet(drains: DrainNetwork | null, [eastM, northM]: Place): NearInlet | null {
  let best: NearInlet | null = null;
  for (const { id, at } of drains?.inlets ?? []) {
    const awayM = Math.hypot(at[0] - eastM, at[1] - northM);
    if (awayM < (best?.awayM ?? Number.POSITIVE_INFINITY)) best = { id, at: [at[0], at[1]], awayM };
  }
  return best;
}
