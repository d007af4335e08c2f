import { INP_PIPE_FIELDS } from '../inp/pipe-fields.ts';
import type { Reader } from '../reader.ts';

/** LandXML 1.0 to 2.0: pipe networks, alignments, parcels and points as features, a surface of triangles as elevations. */
export const landXmlReader: Reader = {
  id: 'landxml',
  name: 'LandXML',
  order: 32,
  extensions: ['landxml', 'xml'],
  mimeTypes: ['application/vnd.landxml+xml'],
  gives: ['features', 'raster'],
  geometries: ['line', 'polygon', 'point'],
  coordinates: 'unstated',
  lineFields: INP_PIPE_FIELDS,
  accepts: ({ text }) => /^\s*</.test(text) && /<(\w+:)?LandXML[\s>]/.test(text.slice(0, 4000)),
  async read(source, wish, problems) {
    if (wish.gives === 'raster') {
      const { rasterOfLandXml } = await import('./surface.ts');
      return { gives: 'raster', raster: await rasterOfLandXml(source, wish) };
    }
    const { readLandXml } = await import('./landxml.ts');
    const { geometry = 'line', properties = { all: true }, keepZ = false } = wish;
    return { gives: 'features', raw: await readLandXml(source, { ...wish, geometry, properties, keepZ }, problems) };
  },
};
