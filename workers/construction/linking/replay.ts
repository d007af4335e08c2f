import { fold } from '../../../model/text/folded-text.ts';
import type { Link, LinkRule } from './link-rules.ts';
import type { LinkedElement, LinkedModel } from './linked-model.ts';

/** An activity as links name it. */
export interface LinkTask {
  id: string;
  code: string;
}

export interface Replayed {
  /** In the model's order of elements, built before removed. */
  links: Link[];
  /** Counts of each rule: how many elements it links, and how many it would but for an earlier one. */
  rules: { id: string; links: number; covered: number }[];
  /** Activities that rules name and the schedule has not, with the elements that wait for them. */
  absent: { rule: string; task: string; elements: number }[];
  /** Rows of the model that nothing builds. */
  unlinked: number[];
}

/** Every rule against every element of a model. */
export function replay(
  rules: readonly LinkRule[],
  { elements, storeys }: LinkedModel,
  tasks: readonly LinkTask[],
): Replayed {
  const known = taskNames(tasks);
  const tests = rules.map(testOf);
  const counts = rules.map(({ id }) => ({ id, links: 0, covered: 0 }));
  const absent = new Map<string, Replayed['absent'][number]>();
  const links: Link[] = [];
  const unlinked: number[] = [];
  for (const [row, element] of elements.entries()) {
    const texts = textsOf(element, storeys);
    const taken = { build: false, remove: false };
    for (const [r, { does, task, id }] of rules.entries()) {
      if (!tests[r](texts)) continue;
      const name = 'activity' in task ? task.activity : propertyOf(element, task.property);
      if (name === '') continue;
      if (taken[does]) {
        counts[r].covered++;
        continue;
      }
      const found = known.get(fold(name));
      if (found === undefined) {
        const waiting = absent.get(`${id}\n${name}`) ?? { rule: id, task: name, elements: 0 };
        waiting.elements++;
        absent.set(`${id}\n${name}`, waiting);
        continue;
      }
      taken[does] = true;
      counts[r].links++;
      links.push({ globalId: element.globalId, does, task: found });
    }
    if (!taken.build) unlinked.push(row);
  }
  return { links, rules: counts, absent: [...absent.values()], unlinked };
}

/** An id or a code, folded → the name that links keep: the code, which outlives a renumbered plan, else the id. */
export function taskNames(tasks: readonly LinkTask[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { code } of tasks) if (code !== '') names.set(fold(code), code);
  for (const { id, code } of tasks) if (!names.has(fold(id))) names.set(fold(id), code === '' ? id : code);
  return names;
}

type Texts = Record<keyof LinkRule['when'], readonly string[]>;

function textsOf(element: LinkedElement, storeys: LinkedModel['storeys']): Texts {
  const { ifcClass, codes, materials, storey, zones, name, tag, properties } = element;
  const lazy = { text: null as readonly string[] | null };
  return {
    class: [fold(ifcClass)],
    code: codes.map(fold),
    material: materials.map(fold),
    storey: storey === null ? [] : [fold(storeys[storey].name)],
    zone: zones.map(fold),
    /** Few rules ask for it, and it is long. */
    get text() {
      lazy.text ??= [name, tag, ...[...properties.values()].map(String)].map(fold);
      return lazy.text;
    },
  };
}

/** `text` is found anywhere in a text, the others are all of it. */
function testOf({ when }: LinkRule): (texts: Texts) => boolean {
  const parts = Object.entries(when).flatMap(([field, pattern]) =>
    pattern === undefined || pattern === '' ? [] : [{ field: field as keyof Texts, test: globOf(field, pattern) }],
  );
  return (texts) => parts.length > 0 && parts.every(({ field, test }) => texts[field].some(test));
}

function globOf(field: string, pattern: string): (text: string) => boolean {
  const runs = fold(pattern).split('*');
  if (field === 'text') {
    runs.unshift('');
    runs.push('');
  }
  const first = runs[0];
  const last = runs[runs.length - 1];
  const between = runs.slice(1, -1);
  if (runs.length === 1) return (text) => text === first;
  // Greedy from the left is enough for `*`, and no pattern can make it slow.
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const run of between) {
      const found = text.indexOf(run, at);
      if (found < 0 || found + run.length > end) return false;
      at = found + run.length;
    }
    return true;
  };
}

function propertyOf({ tag, properties }: LinkedElement, property: string): string {
  return property === 'tag' ? tag : String(properties.get(property) ?? '');
}
