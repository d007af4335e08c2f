/** Where all water of a network came from and went, m³. `errorRatio` is what is missing, of all that came. */
export interface DrainLedger {
  initialM3: number;
  /** Poured in at nodes: from the surface, roofs, sewers. */
  enteredM3: number;
  /** Taken out at nodes: what came up on the street. */
  returnedM3: number;
  /** Spilled at nodes that are not joined to a surface. */
  floodedM3: number;
  /** Through outfalls, and what came back in through them. */
  leftM3: number;
  backM3: number;
  /** Made, or lost below 0, where levels follow from surfaces, as in SWMM. */
  madeM3: number;
  storedM3: number;
  errorRatio: number;
}

/** Since the start, a node: what it holds, was poured in, drawn out, spilled, and went through an outfall out and back. */
interface LedgerEntry {
  volumeM3: Float64Array;
  enteredM3: Float64Array;
  returnedM3: Float64Array;
  floodedM3: Float64Array;
  leftM3: Float64Array;
  backM3: Float64Array;
  madeM3: Float64Array;
}

/** Closes the account of a network: what came, less what went and what is stored, is the error. */
export function balance(booked: LedgerEntry, initialM3: number): DrainLedger {
  const enteredM3 = sumOf(booked.enteredM3);
  const returnedM3 = sumOf(booked.returnedM3);
  const floodedM3 = sumOf(booked.floodedM3);
  const leftM3 = sumOf(booked.leftM3);
  const backM3 = sumOf(booked.backM3);
  const madeM3 = sumOf(booked.madeM3);
  const storedM3 = sumOf(booked.volumeM3);
  const cameM3 = initialM3 + enteredM3 + backM3 + madeM3;
  const missingM3 = cameM3 - returnedM3 - floodedM3 - leftM3 - storedM3;
  const errorRatio = cameM3 > 0 ? missingM3 / cameM3 : 0;
  return { initialM3, enteredM3, returnedM3, floodedM3, leftM3, backM3, madeM3, storedM3, errorRatio };
}

/** The sum of all entries, added in the order of the array. */
export const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
