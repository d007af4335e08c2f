/** Binary heap by the first number, ties by the second. */
export function heapPush(heap: [number, number][], item: [number, number]): void {
  let i = heap.push(item) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!isLess(heap[i], heap[parent])) break;
    [heap[i], heap[parent]] = [heap[parent], heap[i]];
    i = parent;
  }
}

export function heapPop(heap: [number, number][]): [number, number] {
  const top = heap[0];
  const last = heap[heap.length - 1];
  heap.length--;
  if (heap.length === 0) return top;
  heap[0] = last;
  for (let i = 0; ; ) {
    let least = i;
    for (const child of [2 * i + 1, 2 * i + 2])
      if (child < heap.length && isLess(heap[child], heap[least])) least = child;
    if (least === i) return top;
    [heap[i], heap[least]] = [heap[least], heap[i]];
    i = least;
  }
}

const isLess = (a: [number, number], b: [number, number]) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
