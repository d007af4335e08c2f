import type { Offender } from './figure.ts';
import type { Link } from './imports.ts';

/** Which links close a cycle: those of values, which fix the order in which modules are run, or all. */
export type CycleKind = 'values' | 'values and types';

/**
 * Every file that stands in a cycle of imports, with the number and size of its cycle. A lazy `import()` counts as an
 * import of values; a program started by its URL does not, since it loads apart.
 */
export function findCycleFiles(links: readonly Link[], kind: CycleKind): Offender[] {
  const targets = new Map<string, Set<string>>();
  for (const { from, to, kind: linkKind, isTypesOnly } of links) {
    if (linkKind === 'start') continue;
    if (kind === 'values' && isTypesOnly) continue;
    targets.set(from, (targets.get(from) ?? new Set()).add(to));
  }
  const cycles = findComponents(targets)
    .filter((component) => component.length > 1 || targets.get(component[0])?.has(component[0]))
    .sort((a, b) => b.length - a.length);
  return cycles.flatMap((cycle, at) =>
    [...cycle].sort().map((path) => ({ path, line: 1, what: `cycle ${at + 1}, of ${cycle.length} files` })),
  );
}

interface Visit {
  index: number;
  /** Lowest index that can be reached from here. */
  low: number;
  isOpen: boolean;
}

/** Strongly connected components (Tarjan 1972). */
export function findComponents(targets: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const visits = new Map<string, Visit>();
  const open: string[] = [];
  const components: string[][] = [];

  function enter(node: string): Visit {
    const visit = { index: visits.size, low: visits.size, isOpen: true };
    visits.set(node, visit);
    open.push(node);
    for (const target of targets.get(node) ?? []) {
      const seen = visits.get(target);
      if (!seen) visit.low = Math.min(visit.low, enter(target).low);
      else if (seen.isOpen) visit.low = Math.min(visit.low, seen.index);
    }
    if (visit.low === visit.index) components.push(close(node));
    return visit;
  }

  function close(root: string): string[] {
    const component = open.splice(open.lastIndexOf(root));
    for (const node of component) {
      const visit = visits.get(node);
      if (visit) visit.isOpen = false;
    }
    return component;
  }

  for (const node of targets.keys()) if (!visits.has(node)) enter(node);
  return components;
}
