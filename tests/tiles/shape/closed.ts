import type { TileMesh } from '../../../tiles/shape/mesh.ts';

/** Directed edges, by position to the micrometre, that no triangle runs the other way; a closed solid has none. */
export function openEdges({ positionM, index }: TileMesh): number {
  const key = (vertex: number) => [0, 1, 2].map((c) => Math.round(positionM[3 * vertex + c] * 1e6)).join(' ');
  const balance = new Map<string, number>();
  for (let i = 0; i < index.length; i += 3) {
    for (let c = 0; c < 3; c++) {
      const [a, b] = [key(index[i + c]), key(index[i + ((c + 1) % 3)])];
      if (a === b) continue;
      const [edge, sense] = a < b ? [`${a}|${b}`, 1] : [`${b}|${a}`, -1];
      balance.set(edge, (balance.get(edge) ?? 0) + sense);
    }
  }
  return [...balance.values()].filter((count) => count !== 0).length;
}

/** By the divergence theorem; negative when the triangles look inwards. */
export function volumeM3({ positionM: p, index }: TileMesh): number {
  let sum = 0;
  const at = (vertex: number, c: number) => p[3 * vertex + c] - p[c];
  for (let i = 0; i < index.length; i += 3) {
    const [a, b, c] = [index[i], index[i + 1], index[i + 2]];
    sum +=
      at(a, 0) * (at(b, 1) * at(c, 2) - at(b, 2) * at(c, 1)) +
      at(a, 1) * (at(b, 2) * at(c, 0) - at(b, 0) * at(c, 2)) +
      at(a, 2) * (at(b, 0) * at(c, 1) - at(b, 1) * at(c, 0));
  }
  return sum / 6;
}

/** Least cosine between a triangle's own normal and the normals of its vertices; triangles below 1e-6 m² left out. */
export function leastNormalCosine({ positionM: p, normal, index }: TileMesh): number {
  let least = 1;
  for (let i = 0; i < index.length; i += 3) {
    const [a, b, c] = [index[i], index[i + 1], index[i + 2]].map((vertex) => [
      p[3 * vertex],
      p[3 * vertex + 1],
      p[3 * vertex + 2],
    ]);
    const u = b.map((value, k) => value - a[k]);
    const v = c.map((value, k) => value - a[k]);
    const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    const area = Math.hypot(...n);
    if (area < 1e-6) continue;
    for (let k = 0; k < 3; k++) {
      const of = 3 * index[i + k];
      const given = [normal[of], normal[of + 1], normal[of + 2]];
      const cosine = (given[0] * n[0] + given[1] * n[1] + given[2] * n[2]) / (area * Math.hypot(...given));
      least = Math.min(least, cosine);
    }
  }
  return least;
}
