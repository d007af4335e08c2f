import type { Offender } from './figure.ts';
import { nameOf, wordsOfName } from './names.ts';
import { isKernel, lineAt, type Node, productOf, type Source, walk } from './source.ts';

/** Words of no trade, for which STYLE.md has the field's own. */
const HOUSEHOLD_WORDS = ['told', 'heard', 'asked'];
/** Beginnings of constants that ought to begin with MAX_ or MIN_. */
const HOUSEHOLD_PREFIX = /^(MOST|LEAST|LONGEST)_/;

/** Places in the view that ask which desk is open; the view should be told what to emphasise instead. */
export function findDeskComparisons(sources: readonly Source[]): Offender[] {
  const view = sources.filter(({ path }) => path.startsWith('src/view/'));
  return findNodes(view, (node) => {
    if (node.type === 'BinaryExpression' && /^[=!]==?$/.test(node.operator))
      return nameOf(node.left) === 'desk' || nameOf(node.right) === 'desk' ? `desk ${node.operator}` : null;
    if (node.type === 'SwitchStatement') return nameOf(node.discriminant) === 'desk' ? 'switch (desk)' : null;
    return null;
  });
}

/** Tables of the page that are written out; those of the kit sort, find and save by themselves. */
export function findHandWrittenTables(sources: readonly Source[]): Offender[] {
  const page = sources.filter(({ path }) => path.startsWith('src/') && !path.startsWith('src/kit/table/'));
  return findNodes(page, (node) =>
    node.type === 'JSXOpeningElement' && node.name.type === 'JSXIdentifier' && node.name.name === 'table'
      ? '<table>'
      : null,
  );
}

/** Several variables declared on one line by taking a literal array apart: `const [a, b] = [x, y]`. */
export function findParallelAssignments(sources: readonly Source[]): Offender[] {
  return findNodes(productOf(sources), (node, source) => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'ArrayPattern') return null;
    return node.init?.type === 'ArrayExpression' ? source.text.slice(node.id.start, node.id.end) : null;
  });
}

/** Literal objects spread into another, which only spares the formatter's line breaks: `{ ...{ a, b } }`. */
export function findLiteralSpreads(sources: readonly Source[]): Offender[] {
  return findNodes(productOf(sources), (node) =>
    node.type === 'SpreadElement' && node.argument.type === 'ObjectExpression' ? '...{' : null,
  );
}

/**
 * Edges that are asked whether they pass a line, as ray castings and scan lines ask: `ay > y !== by > y`, whatever the comparison. There is
 * one planar geometry, so that a point on an edge is in the same area for all. Comparisons with a number are of signs; kernels import nothing.
 */
export function findPassageTests(sources: readonly Source[]): Offender[] {
  const outside = productOf(sources).filter(({ path }) => !isKernel(path));
  return findNodes(outside, (node, { text }) => {
    if (node.type !== 'BinaryExpression' || !/^[=!]==?$/.test(node.operator)) return null;
    const { left, right } = node;
    if (!isComparison(left) || !isComparison(right) || left.operator !== right.operator) return null;
    const [levels, ends] = (['right', 'left'] as const).map((side) =>
      [left[side], right[side]].map(({ start, end }) => text.slice(start, end)),
    );
    const isPassage = (levels[0] === levels[1] && left.right.type !== 'Literal') || ends[0] === ends[1];
    return isPassage ? text.slice(node.start, node.end) : null;
  });
}

function isComparison(node: Node): node is Extract<Node, { type: 'BinaryExpression' }> {
  return node.type === 'BinaryExpression' && /^[<>]=?$/.test(node.operator);
}

/**
 * Declared names with a word of `HOUSEHOLD_WORDS` in them, or with a beginning of `HOUSEHOLD_PREFIX`: variables,
 * parameters, functions, classes, types, and the members of types and classes. Uses of the names are not counted.
 */
export function findHouseholdNames(sources: readonly Source[]): Offender[] {
  return findNodes(productOf(sources), (node, _, parents) => {
    const name = node.type === 'Identifier' || node.type === 'PrivateIdentifier' ? node.name : null;
    if (name === null || !isHousehold(name)) return null;
    return isDeclared(node, parents) ? name : null;
  });
}

function isHousehold(name: string): boolean {
  return HOUSEHOLD_PREFIX.test(name) || wordsOfName(name).some((word) => HOUSEHOLD_WORDS.includes(word));
}

/** Whether an identifier is where its name is given: by its nearest parent, or by that of the pattern which it stands in. */
function isDeclared(node: Node, parents: readonly Node[]): boolean {
  const parent = parents[parents.length - 1];
  switch (parent.type) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      return parent.id === node || isParameter(node, parent);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'TSEmptyBodyFunctionExpression':
    case 'TSFunctionType':
    case 'TSMethodSignature':
      return isParameter(node, parent) || ('key' in parent && parent.key === node);
    case 'TSPropertySignature':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return parent.key === node;
    case 'RestElement':
    case 'ArrayPattern':
      return isDeclared(parent, parents.slice(0, -1));
    case 'AssignmentPattern':
      return parent.left === node && isDeclared(parent, parents.slice(0, -1));
    case 'Property':
      return parent.value === node && isDeclared(parent, parents.slice(0, -1));
    case 'ObjectPattern':
      return isDeclared(parent, parents.slice(0, -1));
    default:
      return false;
  }
}

function isParameter(node: Node, parent: Node): boolean {
  return 'params' in parent && Array.isArray(parent.params) && (parent.params as readonly Node[]).includes(node);
}

function findNodes(
  sources: readonly Source[],
  describe: (node: Node, source: Source, parents: readonly Node[]) => string | null,
): Offender[] {
  return sources.flatMap((source) => {
    const found: Offender[] = [];
    walk(source.program, (node, parents) => {
      const what = describe(node, source, parents);
      if (what !== null) found.push({ path: source.path, line: lineAt(source, node.start), what });
    });
    return found;
  });
}
