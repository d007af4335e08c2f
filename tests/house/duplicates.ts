import { findDeclarations } from './exports.ts';
import type { Offender } from './figure.ts';
import { withoutTypeNotes } from './names.ts';
import { isKernel, lineAt, type Node, productOf, type Source } from './source.ts';

/** A name that is declared in several files, with all the places. */
export interface Duplicate {
  name: string;
  places: Offender[];
}

/**
 * Module constants that two or more product files define with one name and one value. A value is a literal or an
 * expression of literals and other names: 5 * MS_PER_MIN, [1, 2], { a: 1 }, /x/, new Set(['a']), Math.sqrt(2); not
 * what is called, read or made otherwise, nor empty collections, which are there to be filled, nor a mere other name for
 * something. Values are compared as text, without
 * white space and digit separators. Kernels are left out: AssemblyScript imports no TypeScript, so that a constant of
 * core and kernel stands twice of necessity.
 */
export function findDuplicateConstants(sources: readonly Source[]): Duplicate[] {
  const places = new Map<string, Offender[]>();
  for (const source of productOf(sources)) {
    if (isKernel(source.path)) continue;
    for (const { name, value, start } of findConstants(source)) {
      const place = { path: source.path, line: lineAt(source, start), what: `${name} = ${value}` };
      addPlace(places, place.what, place);
    }
  }
  return inSeveralFiles(places);
}

/** Types and interfaces whose name product code declares in two or more files, with whatever content. */
export function findDuplicateTypes(sources: readonly Source[]): Duplicate[] {
  const places = new Map<string, Offender[]>();
  for (const source of productOf(sources)) {
    for (const { name, kind, start } of findDeclarations(source)) {
      if (kind !== 'type' && kind !== 'interface') continue;
      addPlace(places, name, { path: source.path, line: lineAt(source, start), what: name });
    }
  }
  return inSeveralFiles(places);
}

function addPlace(places: Map<string, Offender[]>, key: string, place: Offender): void {
  places.set(key, [...(places.get(key) ?? []), place]);
}

function inSeveralFiles(places: ReadonlyMap<string, Offender[]>): Duplicate[] {
  return [...places]
    .map(([name, found]) => ({ name, places: found }))
    .filter(({ places: found }) => new Set(found.map(({ path }) => path)).size > 1)
    .sort((a, b) => b.places.length - a.places.length || a.name.localeCompare(b.name));
}

function findConstants(source: Source): { name: string; value: string; start: number }[] {
  return source.program.body.flatMap((statement) => {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (node?.type !== 'VariableDeclaration' || node.kind !== 'const') return [];
    return node.declarations.flatMap(({ id, init, start }) => {
      if (id.type !== 'Identifier' || !init) return [];
      const value = withoutTypeNotes(init);
      if (value.type === 'Identifier' || !isConstant(value)) return [];
      return { name: id.name, value: canonicalText(source.text.slice(value.start, value.end)), start };
    });
  });
}

/** Text without what the formatter decides: white space, digit separators, commas before a closing bracket. */
function canonicalText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<=\d)_(?=\d)/g, '')
    .replace(/([[({]) /g, '$1')
    .replace(/,? ([\])}])/g, '$1');
}

function isConstant(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
    case 'Identifier':
      return true;
    case 'UnaryExpression':
      return isConstant(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isConstant(node.left) && isConstant(node.right);
    case 'TemplateLiteral':
      return node.expressions.every(isConstant);
    case 'ArrayExpression':
      return node.elements.length > 0 && node.elements.every((element) => element !== null && isConstant(element));
    case 'ObjectExpression':
      return node.properties.length > 0 && node.properties.every(isConstantProperty);
    case 'MemberExpression':
      return isConstant(node.object);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isConstant(node.expression);
    case 'CallExpression':
      return isMath(node.callee) && node.arguments.every(isConstant);
    case 'NewExpression':
      return isCollection(node.callee) && node.arguments.length > 0 && node.arguments.every(isConstant);
    default:
      return false;
  }
}

function isConstantProperty(property: Node): boolean {
  return property.type === 'Property' && isConstant(property.value);
}

function isMath(callee: Node): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Math';
}

function isCollection(callee: Node): boolean {
  return callee.type === 'Identifier' && ['Set', 'Map'].includes(callee.name);
}
