/** Low corner and size of a box, metres. */
type Box = readonly [at: readonly [number, number, number], size: readonly [number, number, number]];

const GROUND = 0;
const UPPER = 1;

/**
 * IFC4 as text: below, two rooms of 4 × 3 m with a wall of .2 m between them and one in the west, each with a door of 1 m; above, one room of
 * 8.2 × 3 m. With `hasRooms` false there is a slab below in place of rooms.
 */
export function smallStoreys({ hasRooms = true } = {}): Uint8Array {
  const lines: string[] = [];
  let next = 10;
  const add = (text: string): string => {
    lines.push(`#${next}=${text};`);
    return `#${next++}`;
  };
  const id = () => `'${String(next).padStart(22, '0')}'`;
  const real = (values: readonly number[]) => values.map((value) => value.toFixed(4)).join(',');
  const axes = (at: readonly number[]) => add(`IFCAXIS2PLACEMENT3D(${add(`IFCCARTESIANPOINT((${real(at)}))`)},$,$)`);
  const placed = (at: readonly number[]) => add(`IFCLOCALPLACEMENT($,${axes(at)})`);
  const unit = add('IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.)');
  const units = add(`IFCUNITASSIGNMENT((${unit}))`);
  const context = add(`IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,${axes([0, 0, 0])},$)`);
  const project = add(`IFCPROJECT(${id()},$,'House',$,$,$,$,(${context}),${units})`);
  const building = add(`IFCBUILDING(${id()},$,'House',$,$,${placed([0, 0, 0])},$,$,.ELEMENT.,$,$,$)`);
  const storeys = [0, 3].map((elevationM, k) =>
    add(
      `IFCBUILDINGSTOREY(${id()},$,'${k + 1}F',$,$,${placed([0, 0, elevationM])},$,$,.ELEMENT.,${real([elevationM])})`,
    ),
  );
  add(`IFCRELAGGREGATES(${id()},$,$,$,${project},(${building}))`);
  add(`IFCRELAGGREGATES(${id()},$,$,$,${building},(${storeys.join(',')}))`);
  const shapeOf = ([x, y, z]: readonly number[]) => {
    const middle = add(`IFCCARTESIANPOINT((${real([x / 2, y / 2])}))`);
    const profile = add(
      `IFCRECTANGLEPROFILEDEF(.AREA.,$,${add(`IFCAXIS2PLACEMENT2D(${middle},$)`)},${real([x])},${real([y])})`,
    );
    const solid = add(
      `IFCEXTRUDEDAREASOLID(${profile},${axes([0, 0, 0])},${add('IFCDIRECTION((0.,0.,1.))')},${real([z])})`,
    );
    const body = add(`IFCSHAPEREPRESENTATION(${context},'Body','SweptSolid',(${solid}))`);
    return add(`IFCPRODUCTDEFINITIONSHAPE($,$,(${body}))`);
  };
  const element = (ifcClass: string, [at, size]: Box, rest: string) =>
    add(`${ifcClass}(${id()},$,'${ifcClass}',$,$,${placed(at)},${shapeOf(size)},${rest})`);
  const room = (box: Box, storey: number) => {
    const space = element('IFCSPACE', box, "'Room',.ELEMENT.,.INTERNAL.,$");
    add(`IFCRELAGGREGATES(${id()},$,$,$,${storeys[storey]},(${space}))`);
  };
  const inside: string[] = [];
  const wallWithDoor = (wall: Box, opening: Box) => {
    const whole = element('IFCWALL', wall, '$,$');
    const hole = element('IFCOPENINGELEMENT', opening, '$,$');
    const door = add(`IFCDOOR(${id()},$,'Door',$,$,${placed(opening[0])},$,$,2.,1.,$,$,$)`);
    add(`IFCRELVOIDSELEMENT(${id()},$,$,$,${whole},${hole})`);
    add(`IFCRELFILLSELEMENT(${id()},$,$,$,${hole},${door})`);
    inside.push(whole, door);
  };
  if (hasRooms) {
    room(
      [
        [0, 0, 0],
        [4, 3, 2.6],
      ],
      GROUND,
    );
    room(
      [
        [4.2, 0, 0],
        [4, 3, 2.6],
      ],
      GROUND,
    );
    room(
      [
        [0, 0, 3],
        [8.2, 3, 2.6],
      ],
      UPPER,
    );
  } else
    inside.push(
      element(
        'IFCSLAB',
        [
          [0, 0, -0.2],
          [8.2, 3, 0.2],
        ],
        '$,$',
      ),
    );
  // Modelled deeper than the wall, as drawing programs do.
  wallWithDoor(
    [
      [4, 0, 0],
      [0.2, 3, 2.6],
    ],
    [
      [3.5, 1, 0],
      [1.2, 1, 2],
    ],
  );
  wallWithDoor(
    [
      [-0.3, 0, 0],
      [0.3, 3, 2.6],
    ],
    [
      [-0.8, 1, 0],
      [1.3, 1, 2],
    ],
  );
  add(`IFCRELCONTAINEDINSPATIALSTRUCTURE(${id()},$,$,$,(${inside.join(',')}),${storeys[GROUND]})`);
  const header = [
    ...['ISO-10303-21;', 'HEADER;', "FILE_DESCRIPTION((''),'2;1');"],
    "FILE_NAME('house.ifc','2026-01-01T00:00:00',(''),(''),'','','');",
    ...["FILE_SCHEMA(('IFC4'));", 'ENDSEC;', 'DATA;'],
  ];
  return new TextEncoder().encode([...header, ...lines, 'ENDSEC;', 'END-ISO-10303-21;', ''].join('\n'));
}
