import type { FloodMap } from './flood.ts';

/** From this value on the token's colour (a name of tokens.css without dashes), or nothing. */
export interface ColourStop {
  from: number;
  token: string | null;
}

const HOUR_S = 3600;

/**
 * Classes of the flood's maps, for picture and legend alike; below the first nothing is drawn.
 *
 * Water and greatest depth, m: LOOK §3. Arrival, s: the sooner the stronger. Hazard: the class H1–H6 of AIDR 2017 (guideline
 * 7-3) as its number. Difference, m: shown run less compared one, petrol where it is deeper; within 5 cm they are the same.
 */
export const FLOOD_STOPS: Record<FloodMap, readonly ColourStop[]> = {
  water: depths(),
  maxDepth: depths(),
  arrival: [0, 0.25, 0.5, 1, 2, 3, 6].map((hours, i) => ({ from: hours * HOUR_S, token: `seq-${7 - i}` })),
  hazard: [1, 2, 3, 4, 5, 6].map((kind) => ({ from: kind - 0.5, token: `haz-${kind}` })),
  difference: [
    { from: Number.NEGATIVE_INFINITY, token: 'div-1' },
    { from: -1, token: 'div-2' },
    { from: -0.3, token: 'div-3' },
    { from: -0.05, token: null },
    { from: 0.05, token: 'div-5' },
    { from: 0.3, token: 'div-6' },
    { from: 1, token: 'div-7' },
  ],
};

function depths(): ColourStop[] {
  return [0.05, 0.15, 0.3, 0.5, 1, 2].map((from, i) => ({ from, token: `depth-${i + 1}` }));
}
