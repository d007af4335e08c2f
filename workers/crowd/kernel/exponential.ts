const LOG2_E: f32 = <f32>Math.LOG2E;
/** 1.5·2²³: what is added to it loses its fraction, and its whole part stands in the last bits. */
const WHOLE: f32 = 12582912;

/** e to the power of each, to 3e-6 of itself, for −87 < x < 88: 2 to the nearest whole power, times the series of the rest. */
export function exponential(x: v128): v128 {
  const power = f32x4.mul(x, f32x4.splat(LOG2_E));
  const shifted = f32x4.add(power, f32x4.splat(WHOLE));
  const f = f32x4.sub(power, f32x4.sub(shifted, f32x4.splat(WHOLE)));
  let series = f32x4.splat(0.00133336);
  series = f32x4.add(f32x4.mul(series, f), f32x4.splat(0.00961813));
  series = f32x4.add(f32x4.mul(series, f), f32x4.splat(0.05550411));
  series = f32x4.add(f32x4.mul(series, f), f32x4.splat(0.24022651));
  series = f32x4.add(f32x4.mul(series, f), f32x4.splat(<f32>Math.LN2));
  series = f32x4.add(f32x4.mul(series, f), f32x4.splat(1));
  return f32x4.mul(series, i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23));
}

/**
 * The exponential of one number by the same series as the vector form, so that walls and people get the same bits;
 * below −80 the value is that of −80.
 */
export function exponentialOf(x: f32): f32 {
  return f32x4.extract_lane(exponential(f32x4.splat(max<f32>(-80, x))), 0);
}
