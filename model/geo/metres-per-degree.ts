/** Metres a degree at a latitude; a plane good to 1e-4 over the few hundred metres of a ring. */
export function metresPerDegree(latDeg: number): readonly [eastM: number, northM: number] {
  if (Math.abs(latDeg - lastLatDeg) < 1e-3) return lastMetres;
  const lat = (latDeg * Math.PI) / 180;
  lastLatDeg = latDeg;
  lastMetres = [111412.84 * Math.cos(lat) - 93.5 * Math.cos(3 * lat), 111132.92 - 559.82 * Math.cos(2 * lat)];
  return lastMetres;
}

/** Features come in neighbourhoods: within 110 m of latitude the last answer is right to 2e-5. */
let lastLatDeg = Number.NaN;
let lastMetres: readonly [eastM: number, northM: number] = [0, 0];
