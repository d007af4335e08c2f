/**
 * The worst of a run, cell by cell: row-major from the south-west, without a rim. Watched at every `watchEveryS` of simulated time
 * and at every frame, not at every step. NaN where it never came.
 */
export interface Maxima {
  watchEveryS: number;
  depthM: Float32Array;
  speedMps: Float32Array;
  depthSpeedM2ps: Float32Array;
  /** DEFRA FD2320 hazard rating, d·(v + 0.5) + DF: the most of the rating itself, not the rating of the maxima. */
  hazardRating: Float32Array;
  /** When it was first 0.1 m deep. */
  arrivalS: Float32Array;
  /** When it was deepest. */
  deepestAtS: Float32Array;
  over100MmS: Float32Array;
  over300MmS: Float32Array;
}
