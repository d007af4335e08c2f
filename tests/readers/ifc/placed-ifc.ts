export interface PlacedIfc {
  schema?: 'IFC2X3' | 'IFC4' | 'IFC4X3_ADD2';
  unit?: 'm' | 'mm' | 'ft';
  /** Lines that say where it lies, numbered from #90 on; the context is #10, the site #20. */
  lines?: readonly string[];
  /** The coordinates of the wall begin here, in metres. */
  atM?: readonly [number, number, number];
}

/** Size of the wall of every such model. */
export const WALL_M = [10, 5, 3] as const;
const UNIT_M = { m: 1, mm: 0.001, ft: 0.3048 };
const LENGTH_UNIT = {
  m: '#2=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);',
  mm: '#2=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);',
  ft: `#2=IFCCONVERSIONBASEDUNIT(#6,.LENGTHUNIT.,'FOOT',#7);
#6=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);
#7=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.3048),#8);
#8=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);`,
};

/** One wall of `WALL_M` as text, with whatever lines say where it lies. */
export function placedIfc({ schema = 'IFC4', unit = 'm', lines = [], atM = [0, 0, 0] }: PlacedIfc): Uint8Array {
  const of = (metres: number): string => {
    const text = String(Number((metres / UNIT_M[unit]).toPrecision(15)));
    return /[.e]/.test(text) ? text.replace('e', 'E') : `${text}.`;
  };
  const [length, width, height] = WALL_M;
  const at = atM.map(of).join(',');
  return new TextEncoder().encode(`ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('a','2024-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('${schema}'));
ENDSEC;
DATA;
#1=IFCPROJECT('0YvctVUKr0kugbFTf53O9L',$,'p',$,$,$,$,(#10),#3);
${LENGTH_UNIT[unit]}
#3=IFCUNITASSIGNMENT((#2,#4,#5));
#4=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);
#5=IFCSIUNIT(*,.VOLUMEUNIT.,$,.CUBIC_METRE.);
#10=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-05,#11,$);
#11=IFCAXIS2PLACEMENT3D(#12,$,$);
#12=IFCCARTESIANPOINT((0.,0.,0.));
#14=IFCAXIS2PLACEMENT3D(#12,$,$);
#20=IFCSITE('1YvctVUKr0kugbFTf53O9L',$,'s',$,$,#21,$,$,.ELEMENT.,$,$,$,$,$);
#21=IFCLOCALPLACEMENT($,#14);
#30=IFCBUILDING('2YvctVUKr0kugbFTf53O9L',$,'b',$,$,#31,$,$,.ELEMENT.,$,$,$);
#31=IFCLOCALPLACEMENT(#21,#14);
#40=IFCBUILDINGSTOREY('3YvctVUKr0kugbFTf53O9L',$,'g',$,$,#41,$,$,.ELEMENT.,0.);
#41=IFCLOCALPLACEMENT(#31,#14);
#50=IFCRELAGGREGATES('4YvctVUKr0kugbFTf53O9L',$,$,$,#1,(#20));
#51=IFCRELAGGREGATES('5YvctVUKr0kugbFTf53O9L',$,$,$,#20,(#30));
#52=IFCRELAGGREGATES('6YvctVUKr0kugbFTf53O9L',$,$,$,#30,(#40));
#53=IFCRELCONTAINEDINSPATIALSTRUCTURE('7YvctVUKr0kugbFTf53O9L',$,$,$,(#60),#40);
#60=IFCWALL('8YvctVUKr0kugbFTf53O9L',$,'w',$,$,#61,#64,$,$);
#61=IFCLOCALPLACEMENT(#41,#62);
#62=IFCAXIS2PLACEMENT3D(#63,$,$);
#63=IFCCARTESIANPOINT((${at}));
#64=IFCPRODUCTDEFINITIONSHAPE($,$,(#65));
#65=IFCSHAPEREPRESENTATION(#10,'Body','SweptSolid',(#66));
#66=IFCEXTRUDEDAREASOLID(#67,#14,#70,${of(height)});
#67=IFCRECTANGLEPROFILEDEF(.AREA.,$,#68,${of(length)},${of(width)});
#68=IFCAXIS2PLACEMENT2D(#69,$);
#69=IFCCARTESIANPOINT((${of(length / 2)},${of(width / 2)}));
#70=IFCDIRECTION((0.,0.,1.));
${lines.join('\n')}
ENDSEC;
END-ISO-10303-21;
`);
}
