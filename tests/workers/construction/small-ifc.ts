/** A wall of a small model: a box set on a storey. Lengths in the file's unit. */
interface Box {
  globalId: string;
  ifcClass: string;
  storey: 0 | 1;
  at: readonly [number, number, number];
  size: readonly [number, number, number];
  netVolume?: number;
}

export interface Small {
  unit?: 'MILLI' | null;
  boxes: readonly Box[];
  /** The line that states the map, its target on #91. */
  map?: { crs: string; eastings: number; northings: number; height: number };
  site?: { lat: readonly number[]; lon: readonly number[] };
  /** Of the project's own zero. */
  shift?: readonly [number, number];
}

/** IFC4 as text: a project with a site, a building, two storeys 3 m apart and boxes, each with one property and maybe its volume. */
export function smallIfc({ unit = null, boxes, map, site, shift = [0, 0] }: Small): Uint8Array {
  const lines: string[] = [];
  let next = 100;
  const add = (text: string): string => {
    lines.push(`#${next}=${text};`);
    return `#${next++}`;
  };
  const id = (n: number) => `'${String(n).padStart(22, '0')}'`;
  const point = (p: readonly number[]) => `IFCCARTESIANPOINT((${p.map((v) => v.toFixed(4)).join(',')}))`;
  const scale = unit === 'MILLI' ? 1000 : 1;
  const placement = (at: readonly number[], under: string | null) =>
    add(`IFCLOCALPLACEMENT(${under ?? '$'},${add(`IFCAXIS2PLACEMENT3D(${add(point(at))},$,$)`)})`);
  const length = add(`IFCSIUNIT(*,.LENGTHUNIT.,${unit ? `.${unit}.` : '$'},.METRE.)`);
  const volume = add('IFCSIUNIT(*,.VOLUMEUNIT.,$,.CUBIC_METRE.)');
  const units = add(`IFCUNITASSIGNMENT((${length},${volume}))`);
  const context = add(
    `IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,${add(`IFCAXIS2PLACEMENT3D(${add(point([0, 0, 0]))},$,$)`)},$)`,
  );
  if (map) {
    const crs = add(`IFCPROJECTEDCRS('${map.crs}',$,$,$,$,$,$)`);
    add(
      `IFCMAPCONVERSION(${context},${crs},${map.eastings.toFixed(3)},${map.northings.toFixed(3)},${map.height.toFixed(3)},$,$,$)`,
    );
  }
  const project = add(`IFCPROJECT(${id(1)},$,'Small',$,$,$,$,(${context}),${units})`);
  const root = placement([...shift, 0], null);
  const angles = (parts: readonly number[] | undefined) => (parts ? `(${parts.join(',')})` : '$');
  const place = add(
    `IFCSITE(${id(2)},$,'Site',$,$,${root},$,$,.ELEMENT.,${angles(site?.lat)},${angles(site?.lon)},${site ? '12.' : '$'},$,$)`,
  );
  const building = add(`IFCBUILDING(${id(3)},$,'Building',$,$,${root},$,$,.ELEMENT.,$,$,$)`);
  const storeys = [0, 1].map((storey) => {
    const at = placement([0, 0, storey * 3 * scale], root);
    return {
      at,
      id: add(
        `IFCBUILDINGSTOREY(${id(4 + storey)},$,'Storey ${storey}',$,$,${at},$,$,.ELEMENT.,${(storey * 3 * scale).toFixed(1)})`,
      ),
    };
  });
  add(`IFCRELAGGREGATES(${id(6)},$,$,$,${project},(${place}))`);
  add(`IFCRELAGGREGATES(${id(7)},$,$,$,${place},(${building}))`);
  add(`IFCRELAGGREGATES(${id(8)},$,$,$,${building},(${storeys.map((storey) => storey.id).join(',')}))`);
  const elements = boxes.map(({ globalId, ifcClass, storey, at, size, netVolume }, i) => {
    const profile = add(
      `IFCRECTANGLEPROFILEDEF(.AREA.,$,${add(`IFCAXIS2PLACEMENT2D(${add(point([size[0] / 2, size[1] / 2]))},$)`)},${size[0].toFixed(3)},${size[1].toFixed(3)})`,
    );
    const solid = add(
      `IFCEXTRUDEDAREASOLID(${profile},${add(`IFCAXIS2PLACEMENT3D(${add(point([0, 0, 0]))},$,$)`)},${add('IFCDIRECTION((0.,0.,1.))')},${size[2].toFixed(3)})`,
    );
    const shape = add(
      `IFCPRODUCTDEFINITIONSHAPE($,$,(${add(`IFCSHAPEREPRESENTATION(${context},'Body','SweptSolid',(${solid}))`)}))`,
    );
    const element = add(
      `${ifcClass.toUpperCase()}('${globalId}',$,'${ifcClass} ${i}',$,$,${placement(at, storeys[storey].at)},${shape},'T${i}',$)`,
    );
    const value = add("IFCPROPERTYSINGLEVALUE('FireRating',$,IFCLABEL('REI 90'),$)");
    const set = add(`IFCPROPERTYSET(${id(1000 + 10 * i)},$,'Pset_WallCommon',$,(${value}))`);
    add(`IFCRELDEFINESBYPROPERTIES(${id(1001 + 10 * i)},$,$,$,(${element}),${set})`);
    if (netVolume !== undefined) {
      const quantity = add(`IFCQUANTITYVOLUME('NetVolume',$,$,${netVolume.toFixed(6)},$)`);
      const quantities = add(`IFCELEMENTQUANTITY(${id(1002 + 10 * i)},$,'Qto_WallBaseQuantities',$,$,(${quantity}))`);
      add(`IFCRELDEFINESBYPROPERTIES(${id(1003 + 10 * i)},$,$,$,(${element}),${quantities})`);
    }
    return { element, storey };
  });
  for (const storey of [0, 1] as const) {
    const inside = elements.filter((one) => one.storey === storey).map(({ element }) => element);
    if (inside.length > 0)
      add(`IFCRELCONTAINEDINSPATIALSTRUCTURE(${id(9 + storey)},$,$,$,(${inside.join(',')}),${storeys[storey].id})`);
  }
  const header = [
    'ISO-10303-21;',
    'HEADER;',
    "FILE_DESCRIPTION((''),'2;1');",
    "FILE_NAME('small.ifc','2026-01-01T00:00:00',(''),(''),'','','');",
    "FILE_SCHEMA(('IFC4'));",
    'ENDSEC;',
    'DATA;',
  ];
  return new TextEncoder().encode([...header, ...lines, 'ENDSEC;', 'END-ISO-10303-21;', ''].join('\n'));
}

const GUID = ['3vB2YO$MX4xv5uCqZZG05x', '3vB2YO$MX4xv5uCqZZG05y', '3vB2YO$MX4xv5uCqZZG05z'];

/** Two walls below, a slab above; 4 × 0.2 × 3 m of wall are 2.4 m³. */
export function threeBoxes(scale: number): Box[] {
  const times = (values: readonly number[]) => values.map((v) => v * scale) as [number, number, number];
  return [
    {
      globalId: GUID[0],
      ifcClass: 'IfcWall',
      storey: 0,
      at: times([0, 0, 0]),
      size: times([4, 0.2, 3]),
      netVolume: 2.4,
    },
    {
      globalId: GUID[1],
      ifcClass: 'IfcWall',
      storey: 0,
      at: times([0, 5, 0]),
      size: times([4, 0.2, 3]),
      netVolume: 2400,
    },
    { globalId: GUID[2], ifcClass: 'IfcSlab', storey: 1, at: times([0, 0, 0]), size: times([4, 5.2, 0.25]) },
  ];
}

/**
 * The same file with a beam more whose body is a union within a union, `levels` deep: web-ifc descends by recursion, and its stack of
 * WebAssembly overflows: from some 2,500 levels on it writes over the heap without a word, from some 10,000 on it aborts.
 */
export function withDeepBeam(ifc: Uint8Array, levels: number): Uint8Array {
  const text = new TextDecoder().decode(ifc);
  const numberOf = (name: string) => `#${new RegExp(`#(\\d+)=${name}`).exec(text)?.[1]}`;
  const solid = numberOf('IFCEXTRUDEDAREASOLID');
  const lines: string[] = [];
  let next = 50_000_000;
  const add = (line: string): string => {
    lines.push(`#${next}=${line};`);
    return `#${next++}`;
  };
  let body = solid;
  for (let level = 0; level < levels; level++) body = add(`IFCBOOLEANRESULT(.UNION.,${body},${solid})`);
  const context = numberOf('IFCGEOMETRICREPRESENTATIONCONTEXT');
  const shape = add(
    `IFCPRODUCTDEFINITIONSHAPE($,$,(${add(`IFCSHAPEREPRESENTATION(${context},'Body','CSG',(${body}))`)}))`,
  );
  add(`IFCBEAM('0vB2YO$MX4xv5uCqZZG05x',$,'Deep',$,$,${numberOf('IFCLOCALPLACEMENT')},${shape},'D',$)`);
  return new TextEncoder().encode(text.replace('ENDSEC;\nEND-ISO', () => `${lines.join('\n')}\nENDSEC;\nEND-ISO`));
}
