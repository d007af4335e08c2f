/** A site in UTM 32: two manholes with a pipe of 300 mm between, an alignment of a line, a quarter circle and a transition, a parcel, two surfaces. */
export const landXml = ({ surfaces = 'EG' }: { surfaces?: string } = {}): string => `<?xml version="1.0"?>
<LandXML xmlns="http://www.landxml.org/schema/LandXML-1.2" version="1.2">
<Units><Metric linearUnit="meter" elevationUnit="meter" diameterUnit="millimeter"/></Units>
<Project name="Site"/>
<CoordinateSystem epsgCode="25832"/>
<CgPoints><CgPoint name="p1">5334100 690000 500</CgPoint></CgPoints>
<Surfaces>${surfaces
  .split(',')
  .map(
    (name, i) => `<Surface name="${name}"><Definition surfType="TIN"><Pnts>
<P id="5">5334000 690000 ${500 + i}</P><P id="6">5334000 690010 ${510 + i}</P><P id="7">5334010 690010 ${510 + i}</P><P id="9">5334010 690000 ${500 + i}</P>
</Pnts><Faces><F>5 6 7</F><F>5 7 9</F><F i="1">5 6 9</F></Faces></Definition></Surface>`,
  )
  .join('')}</Surfaces>
<PipeNetworks><PipeNetwork name="RW" pipeNetType="storm"><Structs>
<Struct name="S1" elevRim="503" elevSump="500"><Center>5334000 690000</Center><Invert elev="500.4" flowDir="out" refPipe="P1"/></Struct>
<Struct name="S2" elevRim="502"><Center>5334040 690030</Center><Invert elev="500.1" flowDir="in" refPipe="P1"/></Struct></Structs>
<Pipes><Pipe name="P1" refStart="S1" refEnd="S2" length="50"><CircPipe diameter="300"/></Pipe>
<Pipe name="P2" refStart="S1" refEnd="S9"><CircPipe diameter="300"/></Pipe></Pipes></PipeNetwork></PipeNetworks>
<Alignments><Alignment name="Axis" length="100" staStart="0"><CoordGeom>
<Line><Start>0 0</Start><End>0 100</End></Line>
<Curve rot="ccw" radius="50"><Start>0 100</Start><Center>50 100</Center><End>50 150</End></Curve>
<Spiral rot="ccw" length="40" radiusStart="INF" radiusEnd="200" spiType="clothoid"><Start>50 150</Start><PI>76.68 150</PI><End>89.96 148.67</End></Spiral>
</CoordGeom></Alignment></Alignments>
<Parcels><Parcel name="12/3" area="100"><CoordGeom>
<Line><Start pntRef="p1"/><End>5334100 690010</End></Line><Line><Start>5334100 690010</Start><End>5334110 690010</End></Line><Line><Start>5334110 690010</Start><End pntRef="p1"/></Line>
</CoordGeom></Parcel></Parcels>
</LandXML>`;
