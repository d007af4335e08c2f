/** How far along the ray to the eye a draped layer of this order is pulled; what is drawn over it must be pulled more. */
export const pullRatioOf = (order: number): number => 0.0009 + 0.00006 * order;
