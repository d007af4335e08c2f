import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type ESTree, parseSync } from 'vite';

/** Folders with the product's code. Those that do not exist are passed over, so that the list may run ahead of the tree. */
const PRODUCT_ROOTS = ['model', 'readers', 'tiles', 'workers', 'scenarios', 'hub', 'cli', 'src'];
/** The generator of the demo city, which is no part of the product: it makes a city's input as anybody's files do. */
const DEMO_ROOT = 'demo';
/** The folder with all tests. What lies in `FIXTURES` is data, whatever its ending. */
const TEST_ROOT = 'tests';
const FIXTURES = 'tests/fixtures/';
/** Files of configuration, which import product code too. */
const CONFIG_FILES = ['vite.config.ts', 'vitest.config.ts'];

/** A node of the syntax tree. */
export type Node = ESTree.Node;

/** Whose code a file is. */
export type SourceKind = 'product' | 'demo' | 'test' | 'config';

/** A comment with its place in the text. */
export interface Comment {
  isBlock: boolean;
  /** The text between the comment's marks. */
  text: string;
  start: number;
  end: number;
}

/** A source file, read and parsed. */
export interface Source {
  /** Path below the root of the repository, with forward slashes. */
  path: string;
  kind: SourceKind;
  text: string;
  program: ESTree.Program;
  comments: readonly Comment[];
  /** Offset at which each line begins. */
  lineStarts: readonly number[];
}

/**
 * Parses one file with the parser that Vite brings along (Oxc). TypeScript 7 is a native program without an
 * interface for this, and a parser of our own would be one more package to pin.
 */
export function parseSource(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text, { preserveParens: false });
  if (errors.length > 0) throw new Error(`${path}: expected TypeScript, got "${errors[0].message}"`);
  return {
    path,
    kind: kindOf(path),
    text,
    program,
    comments: comments.map(({ type, value, start, end }) => ({ isBlock: type === 'Block', text: value, start, end })),
    lineStarts: findLineStarts(text),
  };
}

/** Reads all sources below the root. Files that only declare types for others (`.d.ts`) are no code and left out. */
export function readSources(root: string): Source[] {
  const paths = [...PRODUCT_ROOTS, DEMO_ROOT, TEST_ROOT].flatMap((folder) => listSourcePaths(root, folder));
  const configs = CONFIG_FILES.filter((path) => existsSync(join(root, path)));
  return [...paths, ...configs].map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

function listSourcePaths(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !path.startsWith(FIXTURES))
    .sort();
}

function kindOf(path: string): SourceKind {
  if (path.startsWith(`${TEST_ROOT}/`)) return 'test';
  if (path.startsWith(`${DEMO_ROOT}/`)) return 'demo';
  return CONFIG_FILES.includes(path) ? 'config' : 'product';
}

/** Whether a file is AssemblyScript, compiled to WebAssembly apart from the rest. */
export function isKernel(path: string): boolean {
  return /^(workers\/[^/]+|tiles\/grid\/light)\/kernel\//.test(path);
}

/** Files from which the AssemblyScript compiler starts, as each kernel's `asconfig.json` lists them. */
export function readKernelEntries(root: string): Set<string> {
  const entries = new Set<string>();
  const subjects = existsSync(join(root, 'workers')) ? readdirSync(join(root, 'workers')) : [];
  for (const folder of [...subjects.map((subject) => posix.join('workers', subject)), 'tiles/grid/light']) {
    const config = join(root, folder, 'kernel/asconfig.json');
    if (!existsSync(config)) continue;
    const { entries: names } = JSON.parse(readFileSync(config, 'utf8')) as { entries: string[] };
    for (const name of names) entries.add(posix.join(folder, 'kernel', name));
  }
  return entries;
}

/** The files that people use, without tests and configuration. */
export function productOf(sources: readonly Source[]): Source[] {
  return sources.filter(({ kind }) => kind === 'product');
}

/** Number of lines; a line break at the end begins no further line. */
export function countLines({ text, lineStarts }: Source): number {
  return text.endsWith('\n') || text === '' ? lineStarts.length - 1 : lineStarts.length;
}

/** The line of an offset, counted from 1. */
export function lineAt({ lineStarts }: Source, offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (lineStarts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Visits a node and all below it, each after its parents; `parents` ends with the nearest. */
export function walk(root: Node, visit: (node: Node, parents: readonly Node[]) => void): void {
  const parents: Node[] = [];
  const enter = (node: Node): void => {
    visit(node, parents);
    parents.push(node);
    for (const value of Object.values(node)) {
      if (typeof value !== 'object' || value === null) continue;
      if (!Array.isArray(value)) enterIfNode(value);
      else for (const element of value) enterIfNode(element);
    }
    parents.pop();
  };
  const enterIfNode = (value: unknown): void => {
    if (isNode(value)) enter(value);
  };
  enter(root);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
