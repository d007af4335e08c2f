const BYTES_PER_MB = 1e6;
/** Part of what the browser allows the page; beyond it collecting garbage takes ever longer, and at its end the page dies. */
const FULL_RATIO = 0.75;

/** What the page's scripts hold; null: Chromium alone tells it. */
export const heapMb = (): number | null => memoryMb('usedJSHeapSize');

/** From where on a heap is full. */
export const defaultHeapMb = (): number => (memoryMb('jsHeapSizeLimit') ?? Number.POSITIVE_INFINITY) * FULL_RATIO;

function memoryMb(name: string): number | null {
  const memory: unknown = Reflect.get(performance, 'memory');
  const bytes: unknown = typeof memory === 'object' && memory !== null ? Reflect.get(memory, name) : null;
  return typeof bytes === 'number' ? Math.round(bytes / BYTES_PER_MB) : null;
}
