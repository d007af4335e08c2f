/** Lists the links that leave each vertex. */
function leavingOf(vertices: number, from: Int32Array): { first: Int32Array; links: Int32Array } {
  const first = new Int32Array(vertices + 1);
  for (const vertex of from) first[vertex + 1]++;
  for (let vertex = 0; vertex < vertices; vertex++) first[vertex + 1] += first[vertex];
  const next = first.slice();
  const links = new Int32Array(from.length);
  for (let link = 0; link < from.length; link++) links[next[from[link]]++] = link;
  return { first, links };
}

/** Vertices in the order in which a walk along the links leaves them for good. */
function finishOrder(vertices: number, from: Int32Array, to: Int32Array): Int32Array {
  const { first, links } = leavingOf(vertices, from);
  const next = first.slice();
  const isSeen = new Uint8Array(vertices);
  const order = new Int32Array(vertices);
  let count = 0;
  for (let start = 0; start < vertices; start++) {
    if (isSeen[start]) continue;
    const stack = [start];
    isSeen[start] = 1;
    while (stack.length > 0) {
      const vertex = stack[stack.length - 1];
      if (next[vertex] === first[vertex + 1]) {
        order[count++] = vertex;
        stack.pop();
        continue;
      }
      const head = to[links[next[vertex]++]];
      if (isSeen[head]) continue;
      isSeen[head] = 1;
      stack.push(head);
    }
  }
  return order;
}

/** Marks with 1 the vertices of the largest part of a network in which each reaches each other (Kosaraju 1978; the first of those as large). */
export function largestPart(vertices: number, from: Int32Array, to: Int32Array): Uint8Array {
  const order = finishOrder(vertices, from, to);
  const { first, links } = leavingOf(vertices, to);
  const partOf = new Int32Array(vertices).fill(-1);
  const sizes: number[] = [];
  for (let i = vertices - 1; i >= 0; i--) {
    if (partOf[order[i]] >= 0) continue;
    const part = sizes.length;
    const stack = [order[i]];
    partOf[order[i]] = part;
    let size = 0;
    for (let vertex = stack.pop(); vertex !== undefined; vertex = stack.pop()) {
      size++;
      for (let k = first[vertex]; k < first[vertex + 1]; k++) {
        const tail = from[links[k]];
        if (partOf[tail] >= 0) continue;
        partOf[tail] = part;
        stack.push(tail);
      }
    }
    sizes.push(size);
  }
  const largest = sizes.indexOf(Math.max(0, ...sizes));
  return Uint8Array.from(partOf, (part) => Number(part === largest));
}
