import type { Scheme } from '../../../../model/schemes/scheme.ts';

/** A scheme as one picture shows it. */
export interface SchemeSight {
  scheme: Scheme;
  /** Its edges are numbered. */
  parcel: string | null;
  /** What gives way to it. */
  hidden: readonly number[];
}

/** By picture: one, or the two of a split; null: the city as it stands. */
export interface SchemePicture {
  both: SchemeSight | null;
  left: SchemeSight | null;
  right: SchemeSight | null;
}
