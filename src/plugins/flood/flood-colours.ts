import { S_PER_H } from '../../../model/time.ts';
import type { ColourStop } from '../../view/colour-stop.ts';
import type { FloodPaint } from './slice.ts';

const HOURS = [0, 0.25, 0.5, 1, 2, 3, 6];

/**
 * Classes of the flood's maps, for picture and legend alike; below the first nothing is drawn.
 *
 * Water and greatest depth, m: LOOK §3. Speed, m/s. Arrival and the time of the greatest depth, s: the sooner the stronger. Duration above
 * a depth, s: the longer the stronger. Hazard: the number of its class; who is in no danger (waterlogging below 15 cm) is not coloured. Difference, m: shown run less compared one, petrol where it is deeper; within 5 cm they are the same.
 */
export const FLOOD_STOPS: Record<FloodPaint, readonly ColourStop[]> = {
  water: depths(),
  maxDepth: depths(),
  speed: [0.1, 0.25, 0.5, 1, 1.5, 2, 3].map((from, i) => ({ from, token: `seq-${i + 1}` })),
  arrival: sooner(),
  deepestAt: sooner(),
  over100: longer(),
  over300: longer(),
  aidr: classes([1, 2, 3, 4, 5, 6]),
  defra: classes([1, 3, 4, 6]),
  waterlogging: classes([null, 1, 2, 4, 5]),
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

/** Hours since the start. */
function sooner(): ColourStop[] {
  return HOURS.map((hours, i) => ({ from: hours * S_PER_H, token: `seq-${HOURS.length - i}` }));
}

/** From the first second on. */
function longer(): ColourStop[] {
  return HOURS.map((hours, i) => ({ from: Math.max(1, hours * S_PER_H), token: `seq-${i + 1}` }));
}

/** Colours of a hazard's classes from the first on, on the one ramp of hazards. */
function classes(tokens: readonly (number | null)[]): ColourStop[] {
  return tokens.map((token, i) => ({ from: i + 0.5, token: token === null ? null : `haz-${token}` }));
}
