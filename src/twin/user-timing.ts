/**
 * A span of the page's own thread as a user timing, for developer tools and the bench: `values` takes what came, `draw` is a frame of the
 * globe and `table` one of the table, `tags` the choice of words beside marks. It is told to who observes and not kept: the timeline keeps
 * what is not cleared for as long as the page is open.
 */
export function markSpan(what: 'values' | 'draw' | 'table' | 'tags', startMs: number): void {
  const name = `shapan ${what}`;
  performance.measure(name, { start: startMs });
  performance.clearMeasures(name);
}
