/** Cube root of values > 0 to 2e-5: a third of the exponent, then one step of Halley. Friction is not known to a hundredth. */
export function cubeRoot(x: v128): v128 {
  const bits = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(x), f32x4.splat(<f32>(1.0 / 3.0))), f32x4.splat(709921077));
  const y = i32x4.trunc_sat_f32x4_s(bits);
  const y3 = f32x4.mul(y, f32x4.mul(y, y));
  const twice = f32x4.add(x, x);
  return f32x4.div(f32x4.mul(y, f32x4.add(y3, twice)), f32x4.add(f32x4.add(y3, y3), x));
}
