import type { StandingBuilding } from '../city/standing-building.ts';
import { type Columns, number, text, word } from './data-table.ts';

/** A building that stands through a surface, by the surface that it stands through most; elevations. */
export interface HeightOffender<Surface extends string = string> {
  building: StandingBuilding;
  /** Into the request's limits. */
  limit: number;
  surface: Surface;
  topM: number;
  limitM: number;
  excessM: number;
}

/** Buildings above the limits of these names. */
export const offenderColumns = (limits: readonly { name: string }[]) =>
  ({
    layer: text(({ building }) => building.layer),
    id: text(({ building }) => building.id),
    name_zh: text(({ building }) => building.name.zh),
    name_en: text(({ building }) => building.name.en),
    state: word(({ building }) => building.state),
    height_from: word(({ building }) => building.heightFrom),
    limit: text(({ limit }) => limits[limit].name),
    surface: word(({ surface }) => surface),
    top_elevation_m: number(({ topM }) => topM, 2),
    limit_elevation_m: number(({ limitM }) => limitM, 2),
    excess_m: number(({ excessM }) => excessM, 2),
  }) satisfies Columns<HeightOffender>;
