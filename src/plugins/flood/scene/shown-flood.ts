import type { FloodPicture } from '../slice.ts';

/** Runs on one picture: `compared` takes the right side of a swipe, and is null without one. */
export interface ShownFlood {
  shown: FloodPicture | null;
  compared: FloodPicture | null;
}

/** By run, of all that some picture shows. */
export type FloodPictures = ReadonlyMap<string, FloodPicture>;
