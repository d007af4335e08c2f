/**
 * The kinds of trees that a city is drawn with, by the form of the crown. Each has a model of its own in the tiles; which one it is stands in
 * the opacity of the model's vertices, `255 − TREE_KIND_STEP × number`, so that tiles of older cities, whose vertices are opaque, are all round.
 */
export const TREE_KINDS = ['round', 'spreading', 'column', 'evergreen', 'conifer', 'weeping'] as const;
/** A kind of tree. */
export type TreeKind = (typeof TREE_KINDS)[number];

/** See `TREE_KINDS`. */
export const TREE_KIND_STEP = 32;

/** Tone of a trunk beside its leaves, of 255: no leaf is so dark, so that the picture tells bark by it. */
export const BARK_TONE = 60;

/** Kinds that keep their leaves in winter. */
export const EVERGREEN_KINDS: readonly TreeKind[] = ['evergreen', 'conifer'];
