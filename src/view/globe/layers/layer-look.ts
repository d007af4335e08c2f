import type { LayerInfo } from '../../../../model/city/manifest.ts';
import type { Theme } from '../../../twin/appearance.ts';
import type { Quality } from '../../../twin/quality.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { isDraped } from '../../draped.ts';
import type { UnitRgb } from '../../tokens.ts';
import { DUSK, GROUND_DAY, GROUND_NIGHT, type Mix, mixed } from '../sky/look.ts';

/** How far one looks below the ground, as the twin's `underground`. */
type GroundSight = 'off' | 'translucent' | 'below';

const BURIED = new Set(['pipe', 'tunnel']);
const STRUCTURE_KINDS = new Set(['bridge', 'element', 'point']);

/** Lies below the ground. */
export const isBuried = ({ kind }: LayerInfo): boolean => BURIED.has(kind);

/** Error in pixels that a layer asks for. Trees and lamps are the most and the smallest: without a GPU they come later still. */
export function finestErrorOf({ kind }: LayerInfo, quality: Quality): number {
  // Pixels between two points, which are drawn as large as that.
  if (kind === 'points') return POINT_ERROR_PX[quality];
  if (kind === 'tree' || kind === 'point') return SMALL_ERROR_PX[quality];
  return ERROR_PX[quality];
}

const POINT_ERROR_PX: Readonly<Record<Quality, number>> = { fast: 8, medium: 6, fine: 4 };
const SMALL_ERROR_PX: Readonly<Record<Quality, number>> = { fast: 64, medium: 40, fine: 24 };
const ERROR_PX: Readonly<Record<Quality, number>> = { fast: 24, medium: 20, fine: 16 };

/** Models of paper and bases of thematic maps lie on paper. */
export const showsMaterials = ({ style }: Pick<TwinState, 'style'>): boolean =>
  style.base === 'realistic' || style.base === 'night';

/** From below the ground nothing that lies on it is drawn. */
export function isHiddenBelow(info: LayerInfo, sight: GroundSight): boolean {
  return sight === 'below' && (isDraped(info) || info.kind === 'tree');
}

/** How opaque a layer is beside its own setting. */
export function opacityOf(info: LayerInfo, sight: GroundSight): number {
  return drawnRatio(info) * faintRatio(info, sight);
}

/** Statutory colours lie over the ground, never instead of it (LOOK §3: 55 %). */
function drawnRatio(info: LayerInfo): number {
  return info.kind === 'area' && info.group === 'plan' ? 0.55 : 1;
}

/** Opacity of a tube that is looked into: its trains are seen, and where it runs. */
const TUBE_RATIO = 0.5;

/**
 * Buildings fade to a ghost of themselves when the ground is looked through, and tunnels show what goes through them; a project's elements
 * stand in its pit as well as above it.
 */
function faintRatio(info: LayerInfo, sight: GroundSight): number {
  if (sight !== 'off' && info.kind === 'tunnel') return TUBE_RATIO;
  if (sight === 'off' || isBuried(info) || info.kind === 'element') return 1;
  if (sight === 'below') return 0.06;
  if (isDraped(info)) return 0.25;
  return info.kind === 'point' ? 1 : 0.18;
}

/** What of a layer its colour hangs on. */
export type ColouredLayer = Pick<LayerInfo, 'kind' | 'group' | 'colour'>;

/** What a layer's colour hangs on. */
export interface ColourBy {
  theme: Theme;
  mix: Mix;
  /** What lies on the ground wears asphalt, slabs and grass by day; else paper. */
  hasMaterials: boolean;
  /** Colours that tell of dates while a schedule plays the elements; empty without one. */
  reserved: readonly string[];
  colourOfToken(theme: Theme, token: string): UnitRgb;
}

/**
 * The layer's own token in the theme; without one what the hour gives its kind. While a schedule plays elements, what is built wears
 * plaster: a crane in the warning's colour would read as late.
 */
export function colourOfLayer(
  info: ColouredLayer,
  { theme, mix, hasMaterials, reserved, colourOfToken }: ColourBy,
): UnitRgb {
  const own = info.colour?.token;
  const isMisread = own !== undefined && info.kind === 'element' && reserved.includes(own);
  const token = isMisread ? 'map-build' : own;
  if (info.kind === 'water' && !token) return mixed((hour) => hour.water, mix);
  if (!token) return mixed((hour) => (STRUCTURE_KINDS.has(info.kind) ? hour.deck : hour.structure), mix);
  const matter = info.kind === 'area' && hasMaterials ? `${info.group} ${token}` : '';
  const byNight = GROUND_NIGHT[matter] ?? colourOfToken('command', token);
  const byDay = theme === 'command' ? byNight : (GROUND_DAY[matter] ?? colourOfToken(theme, token));
  const [day, dusk, night] = mix;
  if (info.kind === 'water')
    return [0, 1, 2].map((i) => byDay[i] * day + DUSK.water[i] * dusk + byNight[i] * night) as UnitRgb;
  return [0, 1, 2].map((i) => byDay[i] * day + byDay[i] * dusk * 0.62 + byNight[i] * night) as UnitRgb;
}
