/** Mean radius of the Earth in metres, for the bend of the ground over a tile; where millimetres count `ecefFromLonLat` is used. */
export const EARTH_RADIUS_M = 6_371_000;

/** Metres of a degree of latitude, to 0.6 %: for sizes of pixels and tiles, not for places. */
export const M_PER_DEG = 111_320;
