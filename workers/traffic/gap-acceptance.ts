/** Seconds that a driver who gives way needs: a gap to go at all, and one more vehicle behind him. */
interface GapNeed {
  criticalS: number;
  followS: number;
}

/** Base values of the Highway Capacity Manual for two-way stops (textbook, 待核). */
export const GAP_NEEDS = {
  minorRight: { criticalS: 6.2, followS: 3.3 },
  minorThrough: { criticalS: 6.5, followS: 4.0 },
  minorLeft: { criticalS: 7.1, followS: 3.5 },
  majorLeft: { criticalS: 4.1, followS: 2.2 },
} as const satisfies Record<string, GapNeed>;

/** Returns the vehicles an hour that find a gap in a stream that comes by chance (Harders 1968; the Highway Capacity Manual). */
export function gapCapacity({ criticalS, followS }: GapNeed, conflictingPerH: number): number {
  if (conflictingPerH === 0) return 3600 / followS;
  const perS = conflictingPerH / 3600;
  return (conflictingPerH * Math.exp(-perS * criticalS)) / (1 - Math.exp(-perS * followS));
}

/** Returns the control delay of a movement that gives way, seconds a vehicle, over a quarter of an hour (Highway Capacity Manual). */
export function stopDelayS(flowPerH: number, capacityPerH: number): number {
  const over = flowPerH / capacityPerH - 1;
  const periodH = 0.25;
  const queued = ((3600 / capacityPerH) * (flowPerH / capacityPerH)) / (450 * periodH);
  return 3600 / capacityPerH + 900 * periodH * (over + Math.sqrt(over * over + queued)) + 5;
}

/** Returns the vehicles an hour that one lane brings into a roundabout, by the editions of the Highway Capacity Manual. */
export const roundaboutCapacity = (circulatingPerH: number, edition: 'hcm-2010' | 'hcm-6'): number =>
  edition === 'hcm-6' ? 1380 * Math.exp(-0.00102 * circulatingPerH) : 1130 * Math.exp(-0.001 * circulatingPerH);
