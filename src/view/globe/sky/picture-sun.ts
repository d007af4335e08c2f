import { DRAWN_DAY } from '../../../../model/city/light.ts';
import type { Manifest } from '../../../../model/city/manifest.ts';
import { type SkyPlace, sunPosition } from '../../../../model/geo/sun.ts';
import { followsTrueSun } from '../../../twin/appearance.ts';
import type { TwinState } from '../../../twin/slice.ts';

/** The sun by whose height the picture is day, dusk or night: the true one, or where works are played by days the drawn one. */
export function sunOfPicture(
  state: Pick<TwinState, 'desks' | 'desk' | 'sunStudy' | 'shownTimeMs'>,
  origin: Manifest['origin'],
): SkyPlace {
  return followsTrueSun(state) ? sunPosition(state.shownTimeMs, origin) : DRAWN_DAY;
}

/** Shadows of the true sun, those that were baked for the drawn one, or none. */
type Shadows = 'live' | 'baked' | 'none';

/** None while the ground is looked through: on a sheet of glass, and on what lies below it, the shadows of houses are stains. */
export function shadowsOfPicture(
  { underground }: Pick<TwinState, 'underground'>,
  { castsLive, hasBaked }: { castsLive: boolean; hasBaked: boolean },
): Shadows {
  if (underground !== 'off') return 'none';
  if (castsLive) return 'live';
  return hasBaked ? 'baked' : 'none';
}
