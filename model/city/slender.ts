/**
 * What is too thin to be drawn by its triangles alone, at each of its vertices: the direction in which it is widened (east, north, up), the
 * least width that its picture hangs on (m), its pattern, and for patterns the place across (0–1) and along (in lengths of the pattern).
 * A width of 0 is a solid.
 */
export const SLENDER_SIZE = 7;

/** How the surface of a slender thing is filled. A lattice is as long as wide, a railing has a post at each length. */
export const PATTERNS = { bar: 0, lattice: 1, railing: 2 } as const;
export type Pattern = keyof typeof PATTERNS;

/** Length of a railing from post to post, and its height. */
export const RAILING = { postM: 2, heightM: 1.1 } as const;
