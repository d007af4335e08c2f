import fc, { type Arbitrary } from 'fast-check';
import * as v from 'valibot';

/** What of a valibot schema decides which values are valid. */
interface Node {
  type: string;
  pipe?: readonly [Node, ...{ type: string; requirement?: unknown }[]];
  entries?: Record<string, Node>;
  items?: readonly Node[];
  item?: Node;
  key?: Node;
  value?: Node;
  options?: readonly unknown[];
  wrapped?: Node;
  literal?: unknown;
}
interface Bounds {
  min?: number;
  max?: number;
  isWhole?: boolean;
  pattern?: RegExp;
}

/** Lists are short, so that a thousand cases take a moment. */
const MAX_LENGTH = 3;

/** Any value that a schema accepts: bounds are tried often, lists are short. */
export const anyOf = <S extends v.GenericSchema>(schema: S): Arbitrary<v.InferInput<S>> =>
  valuesOf(schema as unknown as Node, {}).filter((value) => v.is(schema, value)) as Arbitrary<v.InferInput<S>>;

function valuesOf(node: Node, bounds: Bounds): Arbitrary<unknown> {
  if (node.pipe) {
    const [inner, ...rules] = node.pipe;
    const own = valuesOf(inner, rules.reduce(narrowed, bounds));
    const checks = rules.some(({ type }) => type === 'check');
    return checks ? own.filter((value) => v.is(node as unknown as v.GenericSchema, value)) : own;
  }
  const { min, max } = bounds;
  switch (node.type) {
    case 'number': {
      const range = { min: min ?? -1e6, max: max ?? 1e6 };
      const ends = fc.constantFrom(range.min, range.max);
      return fc.oneof(
        { weight: 1, arbitrary: ends },
        {
          weight: 9,
          arbitrary: bounds.isWhole ? fc.integer(range) : fc.double({ ...range, noNaN: true }).map((each) => each + 0),
        },
      );
    }
    case 'string':
      return bounds.pattern
        ? fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/)
        : fc.string({ minLength: min ?? 0, maxLength: Math.min(max ?? 20, 20), unit: 'grapheme' });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'literal':
      return fc.constant(node.literal);
    case 'picklist':
      return fc.constantFrom(...(node.options ?? []));
    case 'array': {
      const minLength = min ?? 0;
      return fc.array(valuesOf(node.item as Node, {}), {
        minLength,
        maxLength: Math.min(max ?? MAX_LENGTH, minLength + MAX_LENGTH),
      });
    }
    case 'tuple':
    case 'strict_tuple':
      return fc.tuple(...(node.items ?? []).map((item) => valuesOf(item, {})));
    case 'record':
      return fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/), valuesOf(node.value as Node, {}), {
        maxKeys: MAX_LENGTH,
      });
    case 'object':
    case 'strict_object': {
      const entries = Object.entries(node.entries ?? {});
      const required = entries.filter(([, entry]) => entry.type !== 'optional').map(([name]) => name);
      const values = Object.fromEntries(
        entries.map(([name, entry]) => [
          name,
          valuesOf(entry.type === 'optional' ? (entry.wrapped as Node) : entry, {}),
        ]),
      );
      return fc.record(values, { requiredKeys: required });
    }
    case 'optional':
      return valuesOf(node.wrapped as Node, bounds);
    case 'nullable':
      return fc.option(valuesOf(node.wrapped as Node, bounds));
    case 'variant':
    case 'union':
      return fc.oneof(...((node.options ?? []) as Node[]).map((option) => valuesOf(option, {})));
    default:
      throw new Error(`arbitrary: expected a kind of schema that questions use, got ${node.type}`);
  }
}

function narrowed(bounds: Bounds, { type, requirement }: { type: string; requirement?: unknown }): Bounds {
  if (type === 'min_value' || type === 'min_length') return { ...bounds, min: Number(requirement) };
  if (type === 'max_value' || type === 'max_length') return { ...bounds, max: Number(requirement) };
  if (type === 'integer') return { ...bounds, isWhole: true };
  return requirement instanceof RegExp ? { ...bounds, pattern: requirement } : bounds;
}
