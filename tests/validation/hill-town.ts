/** A slope of 1 in 5 that rises eastwards from 100 m. */
export const slopeM = (x: number): number => 100 + (x - 390_000) / 5;

/** Houses of 10 × 10 × 8 m on the slope; each stands on its lowest corner, and some say where they meet the terrain. */
export function hillTown(isStated: boolean): string {
  const houses = Array.from({ length: 25 }, (_, i) => {
    const [x, y] = [390_000 + 40 * (i % 5), 5_820_000 + 40 * Math.floor(i / 5)];
    const [low, high] = [slopeM(x), slopeM(x) + 8];
    const ring = (...corners: string[]): string =>
      `<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>${[...corners, corners[0]].join(' ')}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>`;
    const at = (e: number, n: number, z: number): string => `${x + e} ${y + n} ${z}`;
    const corners = [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ] as const;
    const bounded = (type: string, rings: string): string =>
      `<bldg:boundedBy><bldg:${type}><bldg:lod2MultiSurface><gml:MultiSurface>${rings}</gml:MultiSurface></bldg:lod2MultiSurface></bldg:${type}></bldg:boundedBy>`;
    const walls = corners.map(([e, n], k) => {
      const [e2, n2] = corners[(k + 1) % 4];
      return ring(at(e, n, low), at(e2, n2, low), at(e2, n2, high), at(e, n, high));
    });
    const line = corners.map(([e, n]) => `${x + e} ${y + n} ${slopeM(x + e)}`).join(' ');
    const terrain = isStated
      ? `<bldg:lod2TerrainIntersection><gml:MultiCurve><gml:curveMember><gml:LineString><gml:posList>${line}</gml:posList></gml:LineString></gml:curveMember></gml:MultiCurve></bldg:lod2TerrainIntersection>`
      : '';
    return `<cityObjectMember><bldg:Building gml:id="b${i}">${bounded('GroundSurface', ring(...corners.toReversed().map(([e, n]) => at(e, n, low))))}${bounded('RoofSurface', ring(...corners.map(([e, n]) => at(e, n, high))))}${bounded('WallSurface', walls.join(''))}${terrain}</bldg:Building></cityObjectMember>`;
  });
  return `<CityModel xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml"><gml:boundedBy><gml:Envelope srsName="urn:adv:crs:ETRS89_UTM33*DE_DHHN2016_NH*GCG2016" srsDimension="3"/></gml:boundedBy>${houses.join('')}</CityModel>`;
}
