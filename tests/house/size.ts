import type { Offender } from './figure.ts';
import { countLines, productOf, type Source } from './source.ts';

/** Tests that are no tests of the product: this tool. */
const OWN_FOLDER = 'tests/house/';

/** Files with their lines, longest first. */
export function byLength(sources: readonly Source[]): Offender[] {
  return [...sources]
    .sort((a, b) => countLines(b) - countLines(a))
    .map((source) => ({ path: source.path, line: 1, what: `${countLines(source)} lines` }));
}

/** Lines of all these files together. */
export function totalLines(sources: readonly Source[]): number {
  return sources.reduce((sum, source) => sum + countLines(source), 0);
}

/** Lines of the longest of these files; 0 where there is none. */
export function longestLines(sources: readonly Source[]): number {
  return sources.reduce((longest, source) => Math.max(longest, countLines(source)), 0);
}

/** Files in which a worker of the browser or of Node begins. */
export function workerShells(sources: readonly Source[]): Source[] {
  return productOf(sources).filter(({ path }) => path.endsWith('.worker.ts'));
}

/** Lines of tests, validation and benchmarks included, for each line of product code. */
export function testToCodeRatio(sources: readonly Source[]): number {
  const tests = sources.filter(({ kind, path }) => kind === 'test' && !path.startsWith(OWN_FOLDER));
  const product = totalLines(productOf(sources));
  return product === 0 ? 0 : totalLines(tests) / product;
}
