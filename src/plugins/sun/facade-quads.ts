import { meetsMinutes, type SunRules } from '../../../model/questions/sun-rules.ts';
import type { SunResult } from '../../../workers/sun/engine-types.ts';

/** Classes of hours, parts of the rule's least: ochre below it, petrol above, told apart by every eye (LOOK §3). */
const CLASSES = [
  { fromRatio: 0, token: 'div-1' },
  { fromRatio: 0.5, token: 'div-3' },
  { fromRatio: 1, token: 'div-5' },
  { fromRatio: 1.5, token: 'div-6' },
  { fromRatio: 2, token: 'div-7' },
] as const;

/** From so many hours on a panel has this colour. */
export const sunClasses = ({ minMinutes }: SunRules): readonly { fromH: number; token: string }[] =>
  CLASSES.map(({ fromRatio, token }) => ({ fromH: (fromRatio * minMinutes) / 60, token }));

/** The frame of a window that what is planned takes below the rule. */
export const LOST_TOKEN = 'ink';

/** The frame of the windows of the dwelling that is looked at. */
export const DWELLING_TOKEN = 'accent';

/** Panels stand so far before the wall, and cover so much of their bay and storey. */
const FRAME_OFF_M = 0.4;
const PANEL_OFF_M = 0.55;
const COVER_RATIO = 1;
const IN_FRAME_RATIO = 0.6;

/** Upright rectangles before walls: four corners each of east, north, up, and a colour's token. */
export interface FacadeQuads {
  cornersM: Float64Array;
  tokens: readonly string[];
}

/** A panel a window in the colour of its hours; those that lose the rule's least stand in a frame, those of a dwelling in one of its own. */
export function facadeQuads(
  { windows, rules }: SunResult,
  phase: 'before' | 'after',
  framed: number | null = null,
): FacadeQuads {
  const { count, placesM, beforeMin, afterMin, openMin, widthM, heightM, dwelling } = windows;
  const minutes = phase === 'before' ? beforeMin : afterMin;
  const classes = sunClasses(rules);
  const corners: number[] = [];
  const tokens: string[] = [];
  const meets = (min: number) => meetsMinutes(min, rules.minMinutes);
  for (let w = 0; w < count; w++) {
    const [x, y, sill, east, north] = placesM.subarray(5 * w, 5 * w + 5);
    const middle = sill - rules.sillM + heightM[w] / 2;
    const add = (offM: number, ratio: number, token: string) => {
      const halfM = (ratio * widthM[w]) / 2;
      const upM = (ratio * heightM[w]) / 2;
      for (const [along, up] of CORNERS)
        corners.push(
          x + offM * east - along * halfM * north,
          y + offM * north + along * halfM * east,
          middle + up * upM,
        );
      tokens.push(token);
    };
    const isLost = phase === 'after' && meets(openMin[w]) && meets(beforeMin[w]) && !meets(afterMin[w]);
    const isFramed = dwelling[w] === framed;
    if (isFramed || isLost) add(FRAME_OFF_M, COVER_RATIO, isFramed ? DWELLING_TOKEN : LOST_TOKEN);
    const token = classes.findLast(({ fromH }) => meetsMinutes(minutes[w], 60 * fromH))?.token ?? classes[0].token;
    add(PANEL_OFF_M, isFramed || isLost ? IN_FRAME_RATIO : COVER_RATIO, token);
  }
  return { cornersM: Float64Array.from(corners), tokens };
}

/** Anticlockwise, seen from outside. */
const CORNERS = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;
