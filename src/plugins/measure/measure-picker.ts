/** Owner of the picking of the ruler; its `kind` is the same. */
export const MEASURE_PICKER = 'measure';
