import { type Offender, percentile, sharePct } from './figure.ts';
import { nameOf, withoutTypeNotes } from './names.ts';
import { isKernel, lineAt, type Node, productOf, type Source, walk } from './source.ts';

/** A function longer than this is long. */
export const MAX_FUNCTION_LINES = 60;

/** A function with a name, and how long it is from its first line to its last, functions within it included. */
export interface NamedFunction {
  path: string;
  line: number;
  name: string;
  lines: number;
}

/**
 * Functions of product code that have a name: declarations, methods, and functions given to a variable, a property or
 * a member; React components are such functions. Callbacks without a name are part of the function around them.
 */
export function findFunctions(sources: readonly Source[]): NamedFunction[] {
  return productOf(sources).flatMap((source) => {
    const found: NamedFunction[] = [];
    walk(source.program, (node) => {
      const name = functionName(node);
      if (name === null) return;
      const line = lineAt(source, node.start);
      const lines = lineAt(source, node.end - 1) - line + 1;
      found.push({ path: source.path, line, name, lines });
    });
    return found;
  });
}

/** Lines that 95 of 100 functions stay within. */
export function functionP95(functions: readonly NamedFunction[]): number {
  return percentile(
    functions.map(({ lines }) => lines),
    95,
  );
}

/** Share of long functions among those outside the kernels, whose loops are unrolled by hand for speed. */
export function longFunctionsOutsideKernelsPct(functions: readonly NamedFunction[]): number {
  const outside = functions.filter(({ path }) => !isKernel(path));
  return sharePct(outside.filter(({ lines }) => lines > MAX_FUNCTION_LINES).length, outside.length);
}

/** The functions with more lines than these, longest first. */
export function longerThan(functions: readonly NamedFunction[], lines: number): Offender[] {
  return functions
    .filter((found) => found.lines > lines)
    .sort((a, b) => b.lines - a.lines)
    .map((found) => ({ path: found.path, line: found.line, what: `${found.name}, ${found.lines} lines` }));
}

function functionName(node: Node): string | null {
  switch (node.type) {
    case 'FunctionDeclaration':
      return node.id?.name ?? null;
    case 'MethodDefinition':
      return node.value.body ? (nameOf(node.key) ?? '(computed)') : null;
    case 'VariableDeclarator':
      return nameIfFunction(node.id, node.init);
    case 'Property':
    case 'PropertyDefinition':
      return nameIfFunction(node.key, node.value);
    case 'AssignmentExpression':
      return nameIfFunction(node.left, node.right);
    default:
      return null;
  }
}

function nameIfFunction(key: Node, value: Node | null): string | null {
  if (!value) return null;
  const { type } = withoutTypeNotes(value);
  if (type !== 'ArrowFunctionExpression' && type !== 'FunctionExpression') return null;
  return nameOf(key) ?? '(computed)';
}
