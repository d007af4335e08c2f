import { fold } from '../../../model/text/folded-text.ts';
import { compareLinks } from './compare-links.ts';
import type { Link, LinkFile } from './link-rules.ts';
import type { LinkedModel } from './linked-model.ts';
import { type LinkTask, type Replayed, replay, taskNames } from './replay.ts';

/** An element in a list that a person reads. */
export interface NamedLink {
  globalId: string;
  name: string;
  does: Link['does'];
  task: string;
  /** Task that was confirmed, of a changed link. */
  before?: string;
  /** True where the element of a lost link is itself gone. */
  isGone?: boolean;
}

/** What the desk tells of rules, links and what has changed since they were confirmed. Lists hold the first `MOST_LISTED`. */
export interface LinkReport {
  rules: Replayed['rules'];
  elements: number;
  built: number;
  removed: number;
  unlinked: { count: number; first: { globalId: string; name: string }[] };
  absent: Replayed['absent'];
  /** Activities of confirmed links that this schedule has not. */
  confirmedAbsent: { task: string; elements: number }[];
  changes: { kept: number } & Record<'lost' | 'added' | 'changed', { count: number; first: NamedLink[] }>;
  /** Nothing waits for a person. */
  isConfirmed: boolean;
  /** What a rule may choose from: classes, most first; storeys in the model's order; properties by name. */
  classes: string[];
  storeys: string[];
  properties: string[];
  /** RGBA8 a row of the model: which task builds it, which takes it away, as far as confirmed. See the shader of elements. */
  texels: Uint8Array<ArrayBuffer>;
}

const MAX_LISTED_LINKS = 200;

/** No task, as `NEVER` of a date. */
const NONE = 65535;

interface NumberedTask extends LinkTask {
  task: number | null;
}

export function reportLinks(
  { rules, confirmed }: LinkFile,
  model: LinkedModel,
  tasks: readonly NumberedTask[],
): { report: LinkReport; links: Link[] } {
  const { elements } = model;
  const rowOf = new Map(elements.map(({ globalId }, row) => [globalId, row]));
  const replayed = replay(rules, model, tasks);
  const inForce = confirmed?.links ?? [];
  const changes = compareLinks(inForce, replayed.links, new Set(rowOf.keys()));
  const named = <T extends Link>(list: readonly T[]) => ({
    count: list.length,
    first: list
      .slice(0, MAX_LISTED_LINKS)
      .map((link) => ({ ...link, name: elements[rowOf.get(link.globalId) ?? -1]?.name ?? '' })),
  });
  const numbers = new Map(tasks.map((one) => [one.code === '' ? one.id : one.code, one.task]));
  const known = taskNames(tasks);
  const texels = new Uint8Array(4 * elements.length).fill(NONE & 255);
  const missing = new Map<string, number>();
  for (const { globalId, does, task } of inForce) {
    const row = rowOf.get(globalId);
    if (row === undefined) continue;
    const number = numbers.get(known.get(fold(task)) ?? '');
    if (number === undefined) missing.set(task, (missing.get(task) ?? 0) + 1);
    const at = 4 * row + (does === 'build' ? 0 : 2);
    texels[at] = (number ?? NONE) >> 8;
    texels[at + 1] = (number ?? NONE) & 255;
  }
  const waiting = changes.lost.length + changes.added.length + changes.changed.length;
  const report: LinkReport = {
    rules: replayed.rules,
    elements: elements.length,
    absent: replayed.absent,
    texels,
    built: replayed.links.filter(({ does }) => does === 'build').length,
    removed: replayed.links.filter(({ does }) => does === 'remove').length,
    unlinked: {
      count: replayed.unlinked.length,
      first: replayed.unlinked
        .slice(0, MAX_LISTED_LINKS)
        .map((row) => ({ globalId: elements[row].globalId, name: elements[row].name })),
    },
    confirmedAbsent: [...missing].map(([task, count]) => ({ task, elements: count })),
    changes: {
      kept: changes.kept,
      lost: named(changes.lost),
      added: named(changes.added),
      changed: named(changes.changed),
    },
    isConfirmed: waiting === 0,
    classes: classesOf(elements),
    storeys: model.storeys.map(({ name }) => name),
    properties: [...new Set(elements.flatMap(({ properties }) => [...properties.keys()]))].sort(),
  };
  return { report, links: replayed.links };
}

function classesOf(elements: LinkedModel['elements']): string[] {
  const counts = new Map<string, number>();
  for (const { ifcClass } of elements) if (ifcClass !== '') counts.set(ifcClass, (counts.get(ifcClass) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)).map(([ifcClass]) => ifcClass);
}
