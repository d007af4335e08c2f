/** An element of the file with what is below it; polygons hold their rings instead of children. */
export interface GmlNode {
  /** Without its prefix. */
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: GmlNode[];
  text: string;
  /** Rings of a polygon, the outer one and then the holes: three numbers a vertex in the file's order, the first not repeated. */
  rings: Float64Array[] | null;
  line: number;
}

/** An attribute whatever its prefix is. */
export function attributeOf({ attributes }: GmlNode, name: string): string | undefined {
  for (const key in attributes) if (key === name || key.endsWith(`:${name}`)) return attributes[key];
  return undefined;
}

/** Id that a link in the same file names: `#id`; null for links elsewhere. */
export function linkOf(node: GmlNode): string | null {
  const link = attributeOf(node, 'href');
  return link?.startsWith('#') ? link.slice(1) : null;
}

/** Elements of GML that are bounded by rings. */
export const POLYGONS: ReadonlySet<string> = new Set(['Polygon', 'PolygonPatch', 'Triangle', 'Rectangle']);

/** The rings of a polygon that has just been closed. Rings of curves are taken by their vertices: `hasArc` says that one was bent. */
export function ringsOf(polygon: GmlNode): { rings: Float64Array[]; hasArc: boolean } {
  const rings: Float64Array[] = [];
  let hasArc = false;
  const collect = (node: GmlNode, values: number[]): void => {
    if (node.name.startsWith('Arc') || node.name === 'Circle') hasArc = true;
    takePositions(node, values);
    for (const child of node.children) collect(child, values);
  };
  for (const side of polygon.children) {
    if (!/^(exterior|interior|outerBoundaryIs|innerBoundaryIs)$/.test(side.name)) continue;
    const values: number[] = [];
    collect(side, values);
    const ring = withoutRepeats(values);
    // The outer ring has to be the first, whatever the order in the file.
    if (side.name === 'exterior' || side.name === 'outerBoundaryIs') rings.unshift(ring);
    else rings.push(ring);
  }
  return { rings, hasArc };
}

/** Numbers of `posList`, `pos`, `coordinates` and `coord`, all as triples; a position of two numbers stands at height 0. */
function takePositions(node: GmlNode, values: number[]): void {
  const { name, text } = node;
  if (name === 'coord') {
    for (const axis of ['X', 'Y', 'Z'])
      values.push(Number(node.children.find((child) => child.name === axis)?.text ?? 0));
    return;
  }
  if (name !== 'posList' && name !== 'pos' && name !== 'coordinates') return;
  const numbers = text
    .trim()
    .split(name === 'coordinates' ? /[\s,]+/ : /\s+/)
    .map(Number);
  const tuple = name === 'coordinates' ? text.trim().split(/\s+/)[0].split(',').length : undefined;
  const size = Number(attributeOf(node, 'srsDimension') ?? attributeOf(node, 'dimension') ?? tuple ?? 0);
  const isFlat = size === 2 || (size === 0 && name === 'pos' && numbers.length === 2);
  if (!isFlat) for (const value of numbers) values.push(value);
  else for (let i = 0; i + 1 < numbers.length; i += 2) values.push(numbers[i], numbers[i + 1], 0);
}

function withoutRepeats(values: readonly number[]): Float64Array {
  const out = new Float64Array(values.length - (values.length % 3));
  let size = 0;
  for (let i = 0; i < out.length; i += 3) {
    if (size > 0 && isSame(out, size - 3, values, i)) continue;
    out[size] = values[i];
    out[size + 1] = values[i + 1];
    out[size + 2] = values[i + 2];
    size += 3;
  }
  if (size > 3 && isSame(out, size - 3, out, 0)) size -= 3;
  return out.slice(0, size);
}

const isSame = (a: ArrayLike<number>, i: number, b: ArrayLike<number>, k: number): boolean =>
  a[i] === b[k] && a[i + 1] === b[k + 1] && a[i + 2] === b[k + 2];
