import type { GenericSchema } from 'valibot';

/** What of a valibot schema is read here: its kind, its parts and the rules piped onto it. */
interface Node {
  type: string;
  /** The schema that the rules are put onto, then the rules. */
  pipe?: readonly [Node, ...Rule[]];
  entries?: Record<string, Node>;
  items?: readonly Node[];
  item?: Node;
  value?: Node;
  options?: readonly unknown[];
  wrapped?: Node;
  default?: unknown;
  literal?: unknown;
}
interface Rule {
  type: string;
  requirement?: unknown;
  description?: string;
  message?: string;
}
type Json = Record<string, unknown>;

/**
 * JSON Schema (draft 2020-12) of a parser, as far as parsers of scenarios and recipes go: the package that does it for all of valibot is one
 * dependency more. What it does not know it refuses, so that file and parser cannot part.
 */
export function jsonSchemaOf(schema: GenericSchema, title: string): Json {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...convert(schema as unknown as Node) };
}

function convert(node: Node): Json {
  if (!node.pipe) return bare(node);
  const [inner, ...rules] = node.pipe;
  return Object.assign(convert(inner), ...rules.map((rule) => ruled(rule, inner.type === 'array')));
}

function bare(node: Node): Json {
  const { type, entries = {}, items = [], item, options = [], wrapped } = node;
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type };
    case 'unknown':
      return {};
    case 'literal':
      return { const: node.literal };
    case 'picklist':
      return { enum: options };
    case 'array':
      return { type, ...(item ? { items: convert(item) } : {}) };
    case 'tuple':
    case 'strict_tuple':
      return { type: 'array', prefixItems: items.map(convert), minItems: items.length, maxItems: items.length };
    case 'object':
    case 'strict_object':
      return {
        type: 'object',
        properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, convert(entry)])),
        required: Object.keys(entries).filter((name) => entries[name].type !== 'optional'),
        ...(type === 'strict_object' ? { additionalProperties: false } : {}),
      };
    case 'record':
      return { type: 'object', additionalProperties: node.value ? convert(node.value) : true };
    case 'optional':
      return { ...(wrapped ? convert(wrapped) : {}), ...(node.default === undefined ? {} : { default: node.default }) };
    case 'nullable':
      return { anyOf: [wrapped ? convert(wrapped) : {}, { type: 'null' }] };
    case 'variant':
    case 'union':
      return { anyOf: (options as Node[]).map(convert) };
    default:
      throw new Error(`JSON Schema: expected a kind of schema that scenarios use, got ${type}`);
  }
}

function ruled({ type, requirement, description, message }: Rule, isArray: boolean): Json {
  switch (type) {
    case 'integer':
      return { type };
    case 'min_value':
      return { minimum: requirement };
    case 'gt_value':
      return { exclusiveMinimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'min_length':
      return isArray ? { minItems: requirement } : { minLength: requirement };
    case 'max_length':
      return isArray ? { maxItems: requirement } : { maxLength: requirement };
    case 'regex':
      return { pattern: requirement instanceof RegExp ? requirement.source : requirement };
    case 'description':
      return { description };
    case 'metadata':
    case 'readonly':
      return {};
    case 'check':
      // What a program checks is told in words.
      return { description: message };
    default:
      throw new Error(`JSON Schema: expected a rule that scenarios use, got ${type}`);
  }
}
