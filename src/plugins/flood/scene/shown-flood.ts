import type { FloodPicture } from '../slice.ts';

/** Runs on the picture: while a comparison is open `compared` takes its right side. */
export interface ShownFlood {
  shown: FloodPicture | null;
  compared: FloodPicture | null;
}
