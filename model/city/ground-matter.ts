/**
 * What grows or lies on an area, where its data say so: each is drawn with a pattern of its own along the area's longest edge. A tile's
 * property `matter` holds the number of one, 0 where nothing is known, and above it the edge's heading.
 */
export const GROUND_MATTERS = ['plain', 'crops', 'orchard', 'turf', 'slabs', 'meadow'] as const;
/** What grows or lies on an area. */
export type GroundMatter = (typeof GROUND_MATTERS)[number];

/** `matter` is a number of `GROUND_MATTERS` and this many times the heading, in steps of `MATTER_HEADING_STEP_DEG`. */
export const MATTER_HEADING_FROM = 8;
/** See `MATTER_HEADING_FROM`: a line's direction, 0 to 180° anticlockwise from east. */
export const MATTER_HEADING_STEP_DEG = 0.5;
