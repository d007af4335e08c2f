import type { StandingBuilding } from '../city/standing-building.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** A building in a sight or a corridor, or the ground (`building` null); heights are elevations above the datum. */
export interface ViewObstacle {
  building: StandingBuilding | null;
  distanceM: number;
  topM: number;
  /** Elevation of the sight, or of the corridor's lower face, there. */
  limitM: number;
  excessM: number;
}

/** What stands in a sight or a corridor. */
export const OBSTACLE = {
  layer: text(({ building }) => building?.layer),
  id: text(({ building }) => building?.id ?? 'ground'),
  name_zh: text(({ building }) => building?.name.zh ?? '地面'),
  name_en: text(({ building }) => building?.name.en ?? 'ground'),
  state: word(({ building }) => building?.state),
  distance_m: number(({ distanceM }) => distanceM, 2),
  top_elevation_m: number(({ topM }) => topM, 2),
  limit_elevation_m: number(({ limitM }) => limitM, 2),
  excess_m: number(({ excessM }) => excessM, 2),
} satisfies Columns<ViewObstacle>;
