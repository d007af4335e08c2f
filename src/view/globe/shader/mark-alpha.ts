/**
 * What a marked feature writes as its alpha: opaque pixels of everything else have 1 and the sky has 0. Samples of an
 * edge mix it with those, so both values are chosen off the quarters between.
 */
export const SELECTED_ALPHA = 0.88;
/** The same of what the pointer rests on. */
export const HOVERED_ALPHA = 0.955;
/** Alpha of what lies before a marked feature and is part of it for the eye: no line is drawn over it. */
export const UNLINED_ALPHA = 0.98;
