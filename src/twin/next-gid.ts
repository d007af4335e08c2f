import type { Twin } from './twin.ts';

/** The first number behind those of all layers: one that was given back is used no more, so that what is kept by number says nothing of another. */
export const nextGid = ({ city }: Pick<Twin, 'city'>): number =>
  city.layers.reduce((end, { gidBase, count }) => Math.max(end, gidBase + count), 0);
