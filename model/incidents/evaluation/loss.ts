/** Some residents in water of one depth for some minutes. */
interface Exposure {
  residents: number;
  depthM: number;
  minutes: number;
}

/** Σ residents × depth × minutes, of what is deeper than a threshold. */
export function exposureOf(exposures: readonly Exposure[], thresholdM: number): number {
  return exposures.reduce(
    (sum, { residents, depthM, minutes }) => (depthM > thresholdM ? sum + residents * depthM * minutes : sum),
    0,
  );
}

/** What orders avoided against no action. */
export interface AvoidedLoss {
  noAction: number;
  withOrders: number;
  /** Negative: the orders did harm. */
  avoided: number;
  /** Part of the loss without action that was avoided; null where that loss is nought: nothing could be avoided. */
  ratio: number | null;
}

/** The loss that was avoided: both runs must differ in the orders alone. */
export function avoidedLoss(noAction: number, withOrders: number): AvoidedLoss {
  const avoided = noAction - withOrders;
  return { noAction, withOrders, avoided, ratio: noAction === 0 ? null : avoided / noAction };
}
