import { S_PER_H } from '../../../model/time.ts';
import type { ColourStop } from '../../view/colour-stop.ts';
import type { FloodMap } from './slice.ts';

/**
 * Classes of the flood's maps, for picture and legend alike; below the first nothing is drawn.
 *
 * Water and greatest depth, m: LOOK §3. Arrival, s: the sooner the stronger. Hazard: the class H1–H6 of AIDR 2017 (guideline
 * 7-3) as its number. Difference, m: shown run less compared one, petrol where it is deeper; within 5 cm they are the same.
 */
export const FLOOD_STOPS: Record<FloodMap, readonly ColourStop[]> = {
  water: depths(),
  maxDepth: depths(),
  arrival: [0, 0.25, 0.5, 1, 2, 3, 6].map((hours, i) => ({ from: hours * S_PER_H, token: `seq-${7 - i}` })),
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

/** What a node's state is added to, so that pipes and nodes are told apart in one list of classes. */
export const NODE_VALUE = 10;

/**
 * Storm drains of a run: how full a pipe is, 0 to 1, and a node by its state (free, under pressure, spilling) above `NODE_VALUE`.
 * A pipe is full from where a byte no longer tells it from full.
 */
export const DRAIN_STOPS: readonly (ColourStop & {
  word: 'half' | 'most' | 'nearly' | 'full' | 'pressed' | 'spilling' | null;
})[] = [
  { from: 0.05, token: 'seq-2', word: 'half' },
  { from: 0.5, token: 'seq-4', word: 'most' },
  { from: 0.8, token: 'seq-6', word: 'nearly' },
  { from: 0.995, token: 'warn', word: 'full' },
  { from: NODE_VALUE - 0.5, token: null, word: null },
  { from: NODE_VALUE + 0.5, token: 'warn', word: 'pressed' },
  { from: NODE_VALUE + 1.5, token: 'danger', word: 'spilling' },
];

function depths(): ColourStop[] {
  return [0.05, 0.15, 0.3, 0.5, 1, 2].map((from, i) => ({ from, token: `depth-${i + 1}` }));
}
