/** All water that there was and where it went, m³. `errorRatio` is what is missing, of all that came. */
export interface Ledger {
  initialM3: number;
  rainM3: number;
  /** Over the edges and from point sources. */
  enteredM3: number;
  infiltratedM3: number;
  /** Into the drains, less what came back out of them; what they hold and let out is in their own ledger. */
  drainedM3: number;
  /** Over the edges, through pumps that lead away and into rooms underground. */
  leftM3: number;
  storedM3: number;
  errorRatio: number;
}
