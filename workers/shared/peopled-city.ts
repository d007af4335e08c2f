import { rasterAt } from '../../model/city/raster.ts';
import { CitySolids } from './city-solids.ts';
import type { CityVolumes } from './city-volumes.ts';
import type { CityFiles } from './engine.ts';
import { type LentLayer, withLent } from './lent-layers.ts';
import { type CityPopulation, populationOf } from './population.ts';

/** A city with the people who live in it, by the layers that a page lent. */
export class PeopledCity extends CitySolids {
  /** The city's files with the layers that a page lent. */
  known: CityFiles;
  private people: Promise<CityPopulation> | null = null;

  constructor(files: CityFiles, city: CityVolumes | null, ground: CitySolids['ground']) {
    super(files, city, ground);
    this.known = files;
  }

  async lend(lent: readonly LentLayer[]): Promise<void> {
    this.known = withLent(this.files, lent);
    this.people = null;
  }

  /** Spread once, until other layers are lent. */
  population(): Promise<CityPopulation> {
    this.people ??= populationOf(this.known);
    this.people.catch(() => {
      this.people = null;
    });
    return this.people;
  }

  /** Elevation of the ground; that of the origin where the city has none. */
  groundM(x: number, y: number): number {
    const { ground } = this;
    return ground ? rasterAt(ground.grid, ground.elevationM, x, y) : this.originElevationM;
  }
}
