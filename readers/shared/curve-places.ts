import { type Arc, arcPlaces, arcThrough } from '../../model/geo/plane/arc.ts';

/** A position of a file, in the file's order of axes; the third number is NaN where there is none. */
export type FilePlace = readonly [x: number, y: number, z: number];

/** The places of arcs through positions 0–1–2, 2–3–4 and on, as a CIRCULARSTRING or an ArcString has them; ends and all heights are the file's. */
export function arcStringPlaces(through: readonly FilePlace[]): FilePlace[] {
  const places = through.slice(0, 1);
  let i = 0;
  for (; i + 2 < through.length; i += 2) {
    const [start, middle, end] = through.slice(i, i + 3);
    const arc = arcThrough([start[0], start[1]], [middle[0], middle[1]], [end[0], end[1]]);
    if (arc) places.push(...betweenEnds(arc, start, end), end);
    else places.push(middle, end);
  }
  return [...places, ...through.slice(i + 1)];
}

/** The places of an arc without its ends; heights change evenly from the one to the other. */
export function betweenEnds(arc: Arc, start: FilePlace, end: FilePlace): FilePlace[] {
  const places = arcPlaces(arc);
  const last = places.length - 1;
  return places.slice(1, -1).map(([x, y], k) => [x, y, start[2] + ((k + 1) / last) * (end[2] - start[2])]);
}

/** Curves one behind the other, each beginning where the one before ends. */
export function joinedPlaces(curves: readonly (readonly FilePlace[])[]): FilePlace[] {
  const places: FilePlace[] = [];
  for (const curve of curves)
    for (const place of curve) {
      const last = places.at(-1);
      if (!last || place.some((value, axis) => !Object.is(value, last[axis]))) places.push(place);
    }
  return places;
}
