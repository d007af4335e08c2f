/** Value of a key of GeoTIFF that stands for a thing without a code of EPSG. */
export const USER_DEFINED = 32_767;

/** Metres of a unit by its code of EPSG, in which keys of GeoTIFF give units of length. */
export const LENGTHS_M: Readonly<Record<number, number>> = {
  9001: 1,
  9002: 0.3048,
  9003: 1200 / 3937,
  9005: 0.3047972654,
  9036: 1000,
};
