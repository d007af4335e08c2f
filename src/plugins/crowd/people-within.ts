/** How many of `places` (east, north, above the datum and value of each; a value below 0: not there) stand within metres of a place. */
export function peopleWithin(places: Float32Array, eastM: number, northM: number, radiusM: number): number {
  let count = 0;
  for (let i = 0; i < places.length; i += 4)
    if (places[i + 3] >= 0 && Math.hypot(places[i] - eastM, places[i + 1] - northM) <= radiusM) count++;
  return count;
}
