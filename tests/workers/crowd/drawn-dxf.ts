/** Group codes and values by turns, a line each, as a DXF is written. */
export const groups = (...values: (string | number)[]): string => values.join('\n');

/** A drawing of these entities: in millimetres where no other header is given. */
export const drawnDxf = (
  entities: string[],
  { header = groups(9, '$INSUNITS', 70, 4), blocks = [] as string[] } = {},
): string =>
  [
    groups(0, 'SECTION', 2, 'HEADER', 9, '$ACADVER', 1, 'AC1021', header, 0, 'ENDSEC'),
    ...(blocks.length > 0 ? [groups(0, 'SECTION', 2, 'BLOCKS'), ...blocks, groups(0, 'ENDSEC')] : []),
    groups(0, 'SECTION', 2, 'ENTITIES'),
    ...entities,
    groups(0, 'ENDSEC', 0, 'EOF', ''),
  ].join('\n');

/** `bulges`: by number of the vertex that the arc begins at. */
export const polyline = (
  layer: string,
  corners: [x: number, y: number][],
  { isClosed = true, bulges = {} as Record<number, number> } = {},
): string =>
  groups(
    ...[0, 'LWPOLYLINE', 8, layer, 90, corners.length, 70, isClosed ? 1 : 0],
    ...corners.flatMap(([x, y], k) => [10, x, 20, y, ...(k in bulges ? [42, bulges[k]] : [])]),
  );

export const box = (layer: string, west: number, south: number, east: number, north: number): string =>
  polyline(layer, [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]);
