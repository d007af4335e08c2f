import { posix } from 'node:path';
import { nameOf } from './names.ts';
import { lineAt, type Node, type Source, walk } from './source.ts';

/** How one file reaches another; `start` is `new URL('./x.ts', import.meta.url)`, which starts a program of its own. */
export type LinkKind = 'import' | 'lazy' | 'type' | 'start';

/**
 * What a link takes of the exports: those that it names; any, where the module is taken whole (`* as`, `import()`) and
 * the rest of the file says which; or all, which are passed on (`export *`) or handed over together, as the list of
 * plug-ins is (`Object.values(listed)`).
 */
export type Takes = 'named' | 'any' | 'all';

/** One file that names another of the tree. */
export interface Link {
  from: string;
  to: string;
  line: number;
  kind: LinkKind;
  /** Nothing of it is left when the compiler has taken the types out. */
  isTypesOnly: boolean;
  /** Exports of `to` that are named. */
  names: readonly string[];
  takes: Takes;
}

type Found = Omit<Link, 'from' | 'to' | 'line'> & { specifier: string };

/** All links between the files of the tree; packages, data and styles are left out. */
export function findLinks(sources: readonly Source[]): Link[] {
  const paths = new Set(sources.map(({ path }) => path));
  const links: Link[] = [];
  for (const source of sources) {
    walk(source.program, (node) => {
      const found = linkOf(node, source.program);
      if (!found) return;
      const { specifier, ...link } = found;
      const to = resolvePath(source.path, specifier, paths);
      if (to) links.push({ from: source.path, to, line: lineAt(source, node.start), ...link });
    });
  }
  return links;
}

/**
 * The file meant by a specifier, null if it is none of these. Compiled names (`./x.js`) mean their source, and
 * AssemblyScript leaves the ending out.
 */
export function resolvePath(from: string, specifier: string, paths: ReadonlySet<string>): string | null {
  if (!specifier.startsWith('.')) return null;
  const path = posix.join(posix.dirname(from), specifier.split('?')[0]);
  const candidates = [path, path.replace(/\.js$/, '.ts'), `${path}.ts`, `${path}.tsx`];
  return candidates.find((candidate) => paths.has(candidate)) ?? null;
}

function linkOf(node: Node, program: Node): Found | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return importLink(node, program);
    case 'ExportNamedDeclaration':
      return exportLink(node);
    case 'ExportAllDeclaration':
      return {
        specifier: node.source.value,
        kind: 'import',
        isTypesOnly: node.exportKind === 'type',
        names: [],
        takes: 'all',
      };
    case 'ImportExpression':
      return lazyLink(node);
    case 'TSImportType':
      return typeLink(node);
    case 'TSModuleDeclaration':
      return augmentationLink(node);
    case 'NewExpression':
      return startLink(node);
    default:
      return null;
  }
}

function importLink(node: Extract<Node, { type: 'ImportDeclaration' }>, program: Node): Found {
  const whole = node.specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
  const named = node.specifiers.filter((specifier) => specifier.type === 'ImportSpecifier');
  const hasOnlyTypes = named.length > 0 && named.every(({ importKind }) => importKind === 'type');
  return {
    specifier: node.source.value,
    kind: 'import',
    isTypesOnly: node.importKind === 'type' || (hasOnlyTypes && named.length === node.specifiers.length),
    names: named.flatMap(({ imported }) => nameOf(imported) ?? []),
    takes: whole ? takesOfNamespace(whole.local.name, program) : 'named',
  };
}

/** Who hands a namespace itself over, to a function or by spreading it, leaves open which members are read: all may be. */
function takesOfNamespace(namespace: string, program: Node): Takes {
  let takes: Takes = 'any';
  walk(program, (node, parents) => {
    if (node.type !== 'Identifier' || node.name !== namespace) return;
    const parent = parents[parents.length - 1];
    const isArgument = parent.type === 'CallExpression' && parent.callee !== node;
    if (isArgument || parent.type === 'SpreadElement') takes = 'all';
  });
  return takes;
}

function exportLink(node: Extract<Node, { type: 'ExportNamedDeclaration' }>): Found | null {
  if (!node.source) return null;
  const hasOnlyTypes = node.specifiers.length > 0 && node.specifiers.every(({ exportKind }) => exportKind === 'type');
  return {
    specifier: node.source.value,
    kind: 'import',
    isTypesOnly: node.exportKind === 'type' || hasOnlyTypes,
    names: node.specifiers.flatMap(({ local }) => nameOf(local) ?? []),
    takes: 'named',
  };
}

function lazyLink({ source }: Extract<Node, { type: 'ImportExpression' }>): Found | null {
  const specifier = nameOf(source);
  if (specifier === null) return null;
  return { specifier, kind: 'lazy', isTypesOnly: false, names: [], takes: 'any' };
}

function typeLink({ source, qualifier }: Extract<Node, { type: 'TSImportType' }>): Found {
  let first = qualifier;
  while (first?.type === 'TSQualifiedName') first = first.left;
  return {
    specifier: source.value,
    kind: 'type',
    isTypesOnly: true,
    names: first ? [first.name] : [],
    takes: first ? 'named' : 'any',
  };
}

/** `declare module './x.ts' { interface A … }` adds to the `A` that `x.ts` declares, and so takes it. */
function augmentationLink({ id, body }: Extract<Node, { type: 'TSModuleDeclaration' }>): Found | null {
  if (id.type !== 'Literal' || body?.type !== 'TSModuleBlock') return null;
  const names = body.body.flatMap((statement) => ('id' in statement ? (nameOf(statement.id as Node) ?? []) : []));
  return { specifier: id.value, kind: 'type', isTypesOnly: true, names, takes: 'named' };
}

function startLink({ callee, arguments: args }: Extract<Node, { type: 'NewExpression' }>): Found | null {
  if (nameOf(callee) !== 'URL' || args.length !== 2) return null;
  const specifier = nameOf(args[0]);
  if (specifier === null) return null;
  return { specifier, kind: 'start', isTypesOnly: false, names: [], takes: 'named' };
}
