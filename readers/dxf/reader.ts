import type { Reader } from '../reader.ts';

/** DXF of text: lines of a drawing by layer, in metres of its own frame. */
export const dxfReader: Reader = {
  id: 'dxf',
  name: 'DXF',
  order: 110,
  extensions: ['dxf'],
  mimeTypes: ['image/vnd.dxf'],
  gives: ['drawing'],
  coordinates: 'unstated',
  accepts: ({ text }) =>
    /^(\s*999\r?\n[^\n]*\n)*\s*0\s*\r?\n\s*SECTION\b/.test(text) || text.startsWith('AutoCAD Binary DXF'),
  async read(source) {
    const { MAX_DXF_BYTES } = await import('./dxf.ts');
    const { drawingFromDxf } = await import('./dxf-lines.ts');
    const bytes = await source.whole(MAX_DXF_BYTES);
    return { gives: 'drawing', areas: [], ...drawingFromDxf(bytes, source.name, undefined, [0, 0]) };
  },
};
