import type { Reader } from '../reader.ts';

/** DXF of text: lines and closed outlines of a drawing by layer, where AcDbGeoData puts them or in metres of its own frame. */
export const dxfReader: Reader = {
  id: 'dxf',
  name: 'DXF',
  order: 110,
  extensions: ['dxf'],
  mimeTypes: ['image/vnd.dxf'],
  gives: ['features', 'drawing'],
  geometries: ['polygon', 'line'],
  coordinates: 'unstated',
  accepts: ({ text }) =>
    /^(\s*999\r?\n[^\n]*\n)*\s*0\s*\r?\n\s*SECTION\b/.test(text) || text.startsWith('AutoCAD Binary DXF'),
  async read(source, wish, problems) {
    const { MAX_DXF_BYTES } = await import('./dxf.ts');
    const { drawingFromDxf } = await import('./dxf-lines.ts');
    const bytes = await source.whole(MAX_DXF_BYTES);
    if (wish.gives === 'drawing')
      return { gives: 'drawing', areas: [], ...drawingFromDxf(bytes, source.name, undefined, [0, 0]) };
    const { readDxfFeatures } = await import('./dxf-features.ts');
    const { geometry = 'line', properties = { all: true }, keepZ = false } = wish;
    return {
      gives: 'features',
      raw: await readDxfFeatures(bytes, source.name, { geometry, properties, keepZ }, problems),
    };
  },
};
