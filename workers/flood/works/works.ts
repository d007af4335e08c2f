import type { Series } from '../core/series.ts';

/** A place in the city's ENU frame: metres east, metres north. */
export type Place = readonly [number, number];

/** What people have built or put into the water's way, and where water comes from or goes. Ids are the object's own, or the run's. */
export type Work =
  /** A crest finer than the grid: every face that the line passes is as high as the line there. `fromS`: a wall of sandbags stands from then on. */
  | { kind: 'crest'; id: string; line: readonly (readonly [number, number, number])[]; fromS?: number }
  /**
   * Opens in the crest `of` about `at`: its width runs in a straight line from start to end in `growS`, its sill from the crest down to
   * `sillM` in `fallS`, or as long as the width where that is left out.
   */
  | {
      kind: 'breach';
      id: string;
      of: string;
      at: Place;
      beginS: number;
      growS: number;
      fallS?: number;
      widthStartM: number;
      widthEndM: number;
      sillM: number;
    }
  /** Water enters across a line, spread by the depth there; a point is a line of no length. */
  | { kind: 'inflow'; id: string; from: Place; to: Place; dischargeM3ps: Series }
  /** Water leaves across a line at its uniform depth. */
  | { kind: 'outflow'; id: string; from: Place; to: Place; slope: number; manningN: number }
  /** A rating curve across a line: level → discharge that leaves. */
  | { kind: 'rating'; id: string; from: Place; to: Place; levelM: readonly number[]; dischargeM3ps: readonly number[] }
  /** Lifts up to `rateM3ps` while the level at `from` is above `startM` until it is below `stopM`; to nowhere when `to` is null. */
  | {
      kind: 'pump';
      id: string;
      from: Place;
      to: Place | null;
      rateM3ps: number;
      startM: number;
      stopM: number;
      offS?: readonly (readonly [number, number])[];
    }
  /** A pipe or box under a bank: orifice or weir by its inverts, no faster than Manning's full flow; a flap lets nothing back. */
  | {
      kind: 'culvert';
      id: string;
      from: Place;
      to: Place;
      fromInvertM: number;
      toInvertM: number;
      widthM: number;
      heightM: number;
      manningN: number;
      flap: boolean;
    }
  /** A gate in a crest: open by its own series (0 shut to 1 whole), sill and width as built. */
  | { kind: 'gate'; id: string; from: Place; to: Place; sillM: number; widthM: number; openRatio: Series }
  /** Water over the sill falls into a room underground (broad-crested weir), until it is full. */
  | { kind: 'opening'; id: string; at: Place; sillM: number; widthM: number; into: string; roomM3: number | null }
  | { kind: 'gauge'; id: string; at: Place };
