/** All water that there was and where it went, m³. `errorRatio` is what is missing, of all that came. */
export interface Ledger extends Flows {
  initialM3: number;
  storedM3: number;
  errorRatio: number;
}

/** What came and went since the start, m³: whoever moves water over the border of the raster writes it here. */
export interface Flows {
  rainM3: number;
  /** Over the edges and from point sources. */
  enteredM3: number;
  infiltratedM3: number;
  /** What small hollows keep: too fine for the raster, on its way nowhere. */
  hollowsM3: number;
  /** Into the drains, less what came back out of them; what they hold and let out is in their own ledger. */
  drainedM3: number;
  /** Over the edges, through pumps that lead away and into rooms underground. */
  leftM3: number;
}

/** The water account before the first step, all flows zero. */
export const noFlows = (): Flows => ({
  rainM3: 0,
  enteredM3: 0,
  infiltratedM3: 0,
  hollowsM3: 0,
  drainedM3: 0,
  leftM3: 0,
});

/**
 * Closes the account of the surface: `errorRatio` is the part of all water that came which is missing, negative where
 * there is too much.
 */
export function balance(initialM3: number, flows: Flows, storedM3: number): Ledger {
  const { rainM3, enteredM3, infiltratedM3, hollowsM3, drainedM3, leftM3 } = flows;
  const cameM3 = initialM3 + rainM3 + enteredM3;
  const missingM3 = cameM3 - infiltratedM3 - hollowsM3 - drainedM3 - leftM3 - storedM3;
  return { initialM3, ...flows, storedM3, errorRatio: cameM3 > 0 ? missingM3 / cameM3 : 0 };
}
