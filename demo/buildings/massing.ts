import { slabs, towers } from './housing.ts';
import { hamlet, lanes, village } from './low-rise.ts';
import type { BuildingMass, Plot } from './mass.ts';
import { filledUp } from './street-wall.ts';
import { bars, hall, podium, sheds } from './workplaces.ts';

/** What stands on a block: its typology's buildings, then street walls and courts up to the district's density. */
export function buildMasses(plot: Plot): BuildingMass[] {
  switch (plot.typology) {
    case 'lane':
      return lanes(plot);
    case 'village':
      return plot.hamlet ? hamlet(plot) : village(plot);
    case 'slab':
      return filledUp(plot, slabs(plot));
    case 'tower':
      return filledUp(plot, towers(plot));
    case 'podium':
      return filledUp(plot, podium(plot));
    case 'office':
      return filledUp(plot, bars(plot, 'office'));
    case 'campus':
      return filledUp(plot, bars(plot, 'campus'));
    case 'factory':
      return filledUp(plot, sheds(plot, 'factory'));
    case 'shed':
      return filledUp(plot, sheds(plot, 'shed'));
    case 'hall':
      return filledUp(plot, hall(plot));
  }
}
