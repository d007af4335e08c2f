/** What a layer is to the storm drains. */
export const DRAINAGE_ROLES = ['pipes', 'manholes', 'inlets', 'outfalls', 'none'] as const;

/** One of them; `none`: nothing, whatever it is called. */
export type DrainageRole = (typeof DRAINAGE_ROLES)[number];
