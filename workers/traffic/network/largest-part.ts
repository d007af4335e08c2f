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

/** Holds the part of each vertex: in a part each vertex reaches each other. `largest` has the most vertices, the first of those as large. */
interface Parts {
  partOf: Int32Array;
  largest: number;
}

/** Parts the vertices of a network into those that reach each other (Kosaraju 1978). */
export function partsOf(vertices: number, from: Int32Array, to: Int32Array): Parts {
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
  return { partOf, largest: sizes.indexOf(sizes.reduce((most, size) => Math.max(most, size), 0)) };
}

/** Marks with 1 what can be reached along the links from the vertices that are marked, those included. */
export function reachedVertices(marked: Uint8Array, from: Int32Array, to: Int32Array): Uint8Array {
  const { first, links } = leavingOf(marked.length, from);
  const isReached = marked.slice();
  const stack = [...marked.keys()].filter((vertex) => marked[vertex] === 1);
  for (let vertex = stack.pop(); vertex !== undefined; vertex = stack.pop())
    for (let k = first[vertex]; k < first[vertex + 1]; k++) {
      const head = to[links[k]];
      if (isReached[head] === 1) continue;
      isReached[head] = 1;
      stack.push(head);
    }
  return isReached;
}
