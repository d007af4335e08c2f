import type { Grading } from '../../../../model/questions/terrain-analysis.ts';
import type { Basement } from '../../../../model/schemes/basements.ts';
import type { BuildingEdit } from '../../../../model/schemes/edit-building.ts';
import type { Scheme, SchemeBuilding } from '../../../../model/schemes/scheme.ts';

/** Name under which schemes hide what gives way, and cut the ground. */
export const HIDER = 'schemes';
/** Opacity of the volumes that are drawn over others. */
export const GHOST_OPACITY_RATIO = 0.35;

/** A parcel whose ground is graded. */
export interface GradedSite {
  parcel: string;
  ringM: Scheme['parcels'][number]['ringM'];
  grading: Grading;
  /** At its first corner, above the city's datum. */
  elevationM: number;
}

/** A scheme as one picture shows it. */
export interface SchemeSight {
  scheme: Scheme;
  /** Its edges are numbered. */
  parcel: string | null;
  /** Break a limit of their parcel: they are drawn in the colour of warnings. */
  broken: ReadonlySet<string>;
  /** What gives way to it. */
  hidden: readonly number[];
  graded: readonly GradedSite[];
  basements: readonly Basement[];
  /** The ground is looked through or not drawn: graded ground does not hide what lies under it then. */
  isGroundOpen: boolean;
  /** Its volumes stand over these, translucent; its ground is that of the scheme. */
  overlay: Scheme | null;
}

/** The building whose handles are shown, and what they do. */
export interface EditedBuilding {
  building: SchemeBuilding;
  labelOf(kind: 'move' | 'turn' | 'height' | 'push', edge: number): string;
  /** Against the building as it was when the handle was taken. */
  edit(edit: BuildingEdit): void;
  /** The handle is let go. */
  end(): void;
}
