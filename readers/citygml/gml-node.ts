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
