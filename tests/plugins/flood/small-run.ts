import type { FloodNow } from '../../../src/plugins/flood/flood-time.ts';
import type { FloodRecord } from '../../../src/plugins/flood/run-controller.ts';
import type { FloodRunFacts } from '../../../src/plugins/flood/slice.ts';

type Totals = FloodRecord['totals'][number];

/** What nothing has touched at a frame. */
export function dryTotals(timeS: number, more: Partial<Totals> = {}): Totals {
  return {
    timeS,
    buildings: 0,
    dwellings: 0,
    residents: 0,
    wetDwellings: 0,
    wetResidents: 0,
    closed: { walkers: 0, cars: 0, fireEngines: 0 },
    entrances: 0,
    pondedM2: 0,
    ...more,
  };
}

/** A run of three frames, a minute apart, with what a test says of it; `at` is the shown second and the frame before it. */
export function smallRun(
  record: object = {},
  { timesS = [0, 60, 120], timeS = 0, frame = 0 }: { timesS?: number[]; timeS?: number; frame?: number } = {},
): FloodNow {
  return {
    run: { id: 'run-1', timesS } as unknown as FloodRunFacts,
    record: {
      totals: timesS.map((each) => dryTotals(each)),
      gaugesM: {},
      ledgers: [],
      ...record,
    } as unknown as FloodRecord,
    timeS,
    frame,
    isWithin: true,
  };
}
