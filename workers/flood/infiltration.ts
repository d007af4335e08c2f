/** How a kind of ground drinks. Rates of the part that is open to the sky; the rest of the cell takes nothing. */
export type Infiltration =
  | { kind: 'constant'; openRatio: number; rateMmPerH: number }
  /** Horton (1940): f(t) = fc + (f0 − fc)·e^(−kt). */
  | { kind: 'horton'; openRatio: number; f0MmPerH: number; fcMmPerH: number; kPerH: number }
  /** Green and Ampt (1911): f = K·(1 + (ψ + depth)·Δθ / F). */
  | { kind: 'greenAmpt'; openRatio: number; conductivityMmPerH: number; suctionMm: number; deficitRatio: number }
  /** SCS curve number (USDA TR-55): of the rain that fell so far, what does not run off; initial abstraction 0.2·S. */
  | { kind: 'curveNumber'; curveNumber: number };
