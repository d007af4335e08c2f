import { QueryError } from './query-error.ts';
import { linkedOnce, type SetSizes } from './question-cost.ts';
import { newAlias, rowsFrom } from './sensor-things-filter.ts';
import { type EntityType, TYPES } from './sensor-things-model.ts';
import type { Query } from './sensor-things-query.ts';

/** What an address below the root means: rows of a type that meet a condition; one of them, or a property of one. */
export interface Target {
  type: EntityType;
  alias: string;
  where: string;
  isOne: boolean;
  /** About how many rows the address names. */
  count(sizes: SetSizes): number;
  property?: string;
  /** `/$value`: the property bare. `/$ref`: addresses only. */
  form?: '$value' | '$ref';
}

/** There is no such address, whatever the data. */
export class NoSuchPath extends Error {}

/** `Things(1)/Datastreams(3)/Observations` (18-088, 9.2): each step's row must belong to the step before. */
export function readTarget(query: Query, path: string): Target {
  const steps = path
    .split('/')
    .filter(Boolean)
    .map((step) => decodeURIComponent(step));
  if (steps.length > 16) throw new QueryError('path: expected at most 16 steps');
  let target: Target | null = null;
  for (const step of steps) {
    target = target ? within(query, target, step, path) : first(query, step, path);
  }
  if (!target) throw new NoSuchPath(path);
  return target;
}

function first(query: Query, step: string, path: string): Target {
  const { name, id } = readStep(step, path);
  const type = own(TYPES, name);
  if (!type) throw new NoSuchPath(path);
  return rowsOf(query, type, () => 'true', id, path);
}

function within(query: Query, target: Target, step: string, path: string): Target {
  if (target.form) throw new NoSuchPath(path);
  if (step === '$ref' && !target.property) return { ...target, form: step };
  if (step === '$value' && target.property) return { ...target, form: step };
  if (!target.isOne || target.property) throw new NoSuchPath(path);
  if (Object.hasOwn(target.type.properties, step)) return { ...target, property: step };
  const { name, id } = readStep(step, path);
  const link = own(target.type.links, name);
  if (!link || (id !== undefined && !link.isMany)) throw new NoSuchPath(path);
  const on = (alias: string) =>
    `EXISTS (SELECT 1 FROM ${rowsFrom(query, target.type)} ${target.alias} WHERE ${link.on(target.alias, alias)} AND ${target.where})`;
  const next = rowsOf(query, TYPES[link.to], on, id, path);
  const count = (sizes: SetSizes) => (next.isOne ? 1 : target.count(sizes) * linkedOnce(target.type, link, sizes));
  return { ...next, isOne: next.isOne || !link.isMany, count };
}

function rowsOf(
  query: Query,
  type: EntityType,
  on: (alias: string) => string,
  id: string | undefined,
  path: string,
): Target {
  const alias = newAlias(query);
  if (id === undefined) return { type, alias, where: on(alias), isOne: false, count: (sizes) => sizes[type.set] };
  const withId = type.withId(alias, id);
  if (withId === null) throw new NoSuchPath(path);
  return { type, alias, where: `${withId} AND ${on(alias)}`, isOne: true, count: () => 1 };
}

/** `Things`, `Things(1)`, `Observations('…')`. */
function readStep(step: string, path: string): { name: string; id?: string } {
  const [, name, text, number] = /^(\w+)(?:\((?:'([^']*)'|(-?\d+))\))?$/.exec(step) ?? [];
  if (name === undefined) throw new NoSuchPath(path);
  const id = text ?? number;
  return id === undefined ? { name } : { name, id };
}

function own<Item>(table: Record<string, Item>, name: string): Item | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
