import { BufferPointMaterial, Color } from '@cesium/engine';
import type { Theme } from '../../../../twin/appearance.ts';
import { GRAVITY, type SensorState } from '../../../../twin/live/live-values.ts';
import { tokenColour } from '../../../../view/tokens.ts';

/** Diameter of a mark, CSS pixels. */
export const SIZE_PX = 7;
const ALARM_SIZE_PX = 12;
const GROUP_SIZE_PX = 11;

/** Fill, edge and size by state (LOOK §7): stale is hollow; the four alarm colours are used for nothing else. */
const LOOK: Record<SensorState, { fill: string; edge: string; fillRatio: number; sizePx: number }> = {
  unlisted: { fill: 'surface', edge: 'line-strong', fillRatio: 0, sizePx: 3 },
  silent: { fill: 'surface', edge: 'ink-3', fillRatio: 0, sizePx: 4 },
  stale: { fill: 'surface', edge: 'ink-3', fillRatio: 0.25, sizePx: SIZE_PX },
  normal: { fill: 'mode-live', edge: 'surface', fillRatio: 1, sizePx: SIZE_PX },
  alarm1: { fill: 'alarm-1', edge: 'ink', fillRatio: 1, sizePx: ALARM_SIZE_PX },
  alarm2: { fill: 'alarm-2', edge: 'ink', fillRatio: 1, sizePx: ALARM_SIZE_PX },
  alarm3: { fill: 'alarm-3', edge: 'ink', fillRatio: 1, sizePx: ALARM_SIZE_PX },
  alarm4: { fill: 'alarm-4', edge: 'ink', fillRatio: 1, sizePx: SIZE_PX },
};

const known = new Map<string, BufferPointMaterial>();

/** Colours of a mark, by its place in `GRAVITY`, for a drawing of one's own. */
export function markColours(theme: Theme, severity: number): { fill: string; edge: string; isHollow: boolean } {
  const { fill, edge, fillRatio } = LOOK[GRAVITY[severity]];
  return { fill: cssOf(theme, fill), edge: cssOf(theme, edge), isHollow: fillRatio < 1 };
}

function cssOf(theme: Theme, token: string): string {
  return colourOf(theme, token, 1).toCssHexString();
}

/** How a mark looks, by its place in `GRAVITY`; the same object each time, since a buffer keeps one a look. */
export function markLook(theme: Theme, severity: number, isGroup: boolean, scale: number): BufferPointMaterial {
  const state = GRAVITY[severity];
  const name = `${theme} ${state} ${isGroup} ${scale}`;
  const look = known.get(name) ?? lookOf(theme, state, isGroup, scale);
  known.set(name, look);
  return look;
}

function lookOf(theme: Theme, state: SensorState, isGroup: boolean, scale: number): BufferPointMaterial {
  const { fill, edge, fillRatio, sizePx } = LOOK[state];
  return new BufferPointMaterial({
    color: colourOf(theme, fill, fillRatio),
    outlineColor: colourOf(theme, edge, 1),
    outlineWidth: 1.5 * scale,
    size: scale * (isGroup ? Math.max(GROUP_SIZE_PX, sizePx) : sizePx),
  });
}

function colourOf(theme: Theme, token: string, alpha: number): Color {
  const [red, green, blue] = tokenColour(theme, token);
  return new Color(red, green, blue, alpha);
}
