/** A street between walls with traffic at its bottom; the wind there blows against that over the roofs. */
interface StreetCanyon {
  /** What a metre of the street gives off a second; the answer has its unit of mass. */
  ratePerMS: number;
  widthM: number;
  /** How far along the bottom the wind turns back: no farther than the street is wide. */
  turnM: number;
  bottomWindMps: number;
  /** Upright turbulence that traffic makes. */
  trafficMps: number;
  /** Height over which traffic mixes its own exhaust at once. */
  mixedM: number;
}

/** Part of the wind at the bottom that is upright turbulence. */
const TURBULENCE_RATIO = 0.1;

/**
 * What comes to the leeward wall straight from the traffic, a cubic metre (Hertel and Berkowicz 1989, the public description of OSPM). What turns
 * about in the street and leaves by the roofs is not in it: the constants of that part were not read.
 */
export function canyonDirect({ ratePerMS, widthM, turnM, bottomWindMps, trafficMps, mixedM }: StreetCanyon): number {
  const sigmaMps = Math.sqrt((TURBULENCE_RATIO * bottomWindMps) ** 2 + trafficMps ** 2);
  const thickM = mixedM + (sigmaMps * turnM) / bottomWindMps;
  return ((Math.sqrt(2 / Math.PI) * ratePerMS) / (widthM * sigmaMps)) * Math.log(thickM / mixedM);
}
