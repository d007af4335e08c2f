import type { Offender } from './figure.ts';
import type { Link } from './imports.ts';
import { nameOf } from './names.ts';
import { lineAt, type Node, productOf, type Source, walk } from './source.ts';

/** What a name declares. Values of `const` that are functions are `const` here. */
export type DeclarationKind = 'function' | 'class' | 'type' | 'interface' | 'const';

/** A declaration at the top of a module. */
export interface Declaration {
  name: string;
  kind: DeclarationKind;
  /** Offset of the whole statement, before which a doc comment stands. */
  start: number;
}

/** An exported name. `declaration` is null where the name comes from another file (`export … from`). */
export interface Export {
  name: string;
  start: number;
  declaration: Declaration | null;
}

/** Everything declared at the top of a module, exported or not; of an overloaded function its first line. */
export function findDeclarations(source: Source): Declaration[] {
  const found = source.program.body.flatMap((statement) => {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    return node ? declarationsOf(node, statement.start) : [];
  });
  const first = new Map<string, Declaration>();
  for (const declaration of found) {
    const key = `${declaration.kind} ${declaration.name}`;
    if (!first.has(key)) first.set(key, declaration);
  }
  return [...first.values()];
}

/** Every name that a module exports, those that it passes on included; of `export *` none. */
export function findExports(source: Source): Export[] {
  const declarations = findDeclarations(source);
  return source.program.body.flatMap((statement): Export[] => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    if (statement.declaration)
      return declarations
        .filter(({ start }) => start === statement.start)
        .map((declaration) => ({ name: declaration.name, start: declaration.start, declaration }));
    return statement.specifiers.flatMap(({ local, exported, start }) => {
      const declaration = statement.source ? null : declarations.find(({ name }) => name === nameOf(local));
      return { name: nameOf(exported) ?? '', start, declaration: declaration ?? null };
    });
  });
}

function declarationsOf(node: Node, start: number): Declaration[] {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      return node.id ? [{ name: node.id.name, kind: 'function', start }] : [];
    case 'ClassDeclaration':
      return node.id ? [{ name: node.id.name, kind: 'class', start }] : [];
    case 'TSTypeAliasDeclaration':
      return [{ name: node.id.name, kind: 'type', start }];
    case 'TSInterfaceDeclaration':
      return [{ name: node.id.name, kind: 'interface', start }];
    case 'VariableDeclaration':
      return node.declarations
        .flatMap(({ id }) => boundNames(id))
        .map((name): Declaration => ({ name, kind: 'const', start }));
    default:
      return [];
  }
}

/** Names bound by a pattern: `{ a, b: [c], ...d }` binds a, c and d. */
function boundNames(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

/** Who takes an export. */
export interface ExportUse {
  unused: Offender[];
  /** Taken by tests only: either the test reaches too deep, or nobody needs the thing. */
  testOnly: Offender[];
}

/**
 * Exports of product code that no other file takes. An export counts as taken where a file imports it or passes it on
 * by name. Where a file takes a module whole (`* as`, `import()`), every export counts whose name stands anywhere in
 * that file as an identifier or as a text that a function is called with (`panel(() => import(…), 'Name')`); after `export *`, or where the module is handed over whole, all do. What the entry of a kernel exports is called through WebAssembly and not judged.
 */
export function findUnusedExports(
  sources: readonly Source[],
  links: readonly Link[],
  kernelEntries: ReadonlySet<string>,
): ExportUse {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const takenByProduct = new Set<string>();
  const takenByTests = new Set<string>();
  const identifiers = new Map<string, Set<string>>();
  for (const link of links) {
    const from = byPath.get(link.from);
    const to = byPath.get(link.to);
    if (!from || !to || from === to) continue;
    const taken = from.kind === 'test' ? takenByTests : takenByProduct;
    for (const name of takenNames(link, from, to, identifiers)) taken.add(`${link.to} ${name}`);
  }
  const use: ExportUse = { unused: [], testOnly: [] };
  for (const source of productOf(sources)) {
    if (kernelEntries.has(source.path)) continue;
    for (const { name, start } of findExports(source)) {
      const key = `${source.path} ${name}`;
      if (takenByProduct.has(key)) continue;
      const list = takenByTests.has(key) ? use.testOnly : use.unused;
      list.push({ path: source.path, line: lineAt(source, start), what: name });
    }
  }
  return use;
}

function takenNames(link: Link, from: Source, to: Source, identifiers: Map<string, Set<string>>): readonly string[] {
  if (link.takes === 'named') return link.names;
  const offered = findExports(to).map(({ name }) => name);
  if (link.takes === 'all') return offered;
  const mentioned = identifiers.get(from.path) ?? findIdentifiers(from);
  identifiers.set(from.path, mentioned);
  return [...link.names, ...offered.filter((name) => mentioned.has(name))];
}

function findIdentifiers({ program }: Source): Set<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') names.add(node.name);
    if (node.type !== 'CallExpression') return;
    for (const argument of node.arguments)
      if (argument.type === 'Literal' && typeof argument.value === 'string') names.add(argument.value);
  });
  return names;
}
