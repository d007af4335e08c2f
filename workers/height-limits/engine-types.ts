import type { FactOrigin } from '../../model/city/facts.ts';
import type { HeightLimitRequest } from '../../model/questions/height-limits.ts';
import type { HeightOffender } from '../../model/tables/height-limits.ts';
import type { SurfaceKind } from './surfaces.ts';

/** What a form is made of. */
export interface HeightFacts {
  /** Given, inferred; null: the city has no volumes, and nothing can be held against a limit. */
  origin: FactOrigin | null;
  planned: readonly string[];
}

/** A building's part between a surface and its top; up. */
interface TallPart {
  ringM: [number, number][];
  fromUpM: number;
  toUpM: number;
}

/** The edge of a surface in space; up. */
interface SurfaceEdge {
  kind: SurfaceKind;
  line: [number, number, number][];
}

/** What holding a city against limits came to. */
export interface HeightResult {
  request: HeightLimitRequest;
  /** The most excess first. */
  offenders: HeightOffender<SurfaceKind>[];
  solids: TallPart[];
  edges: SurfaceEdge[];
  /** Buildings with a part under any surface. */
  under: number;
  hash: string;
}
