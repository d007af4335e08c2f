import type { EnuSphere } from './catalogue.ts';
import type { UnmeasuredHeight } from './height-origin.ts';

/** A building by its names, where it stands and what it is. */
export interface StandingBuilding {
  layer: string;
  row: number;
  /** As the picture selects it. */
  gid: number;
  id: string;
  name: { zh: string; en: string };
  use: string | null;
  state: 'existing' | 'planned' | 'construction';
  /** Present where nobody measured its height, and says where the height is from: what is judged by it says so too. */
  heightFrom?: UnmeasuredHeight;
  /** The middle of its box, and the up of its ground. */
  atM: [eastM: number, northM: number, upM: number];
}

/** Around a building, so that what stands before it is seen too. */
const SIGHT_RADIUS_M = 90;

/** Where a building that stands is looked at. */
export const sightOfBuilding = ({ atM: [eastM, northM, upM] }: Pick<StandingBuilding, 'atM'>): EnuSphere => ({
  eastM,
  northM,
  upM,
  radiusM: SIGHT_RADIUS_M,
});
