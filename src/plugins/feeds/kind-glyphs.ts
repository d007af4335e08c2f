import glyphs from './kind-glyphs.json' with { type: 'json' };

/**
 * What a kind of sensor is drawn as, on the map and in its legend: strokes in a square of 24, in the way of the page's icons. Kinds that
 * measure alike share one; a kind of a city's own without one stays a plain disc.
 */
export const KIND_GLYPHS: Readonly<Record<string, string | undefined>> = glyphs;

/** The side of the square that they are drawn in. */
export const GLYPH_GRID = 24;
