import type { Reader } from '../reader.ts';

/** FlatGeobuf 3. */
export const flatGeobufReader: Reader = {
  id: 'flatgeobuf',
  name: 'FlatGeobuf',
  order: 48,
  extensions: ['fgb'],
  mimeTypes: ['application/flatgeobuf'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'stated',
  accepts: ({ text }) => text.startsWith('fgb\u0003fgb'),
  async read(source, wish, problems) {
    const { readFlatGeobuf } = await import('./flatgeobuf.ts');
    const { geometry = 'polygon', properties = { all: true }, keepZ = false } = wish;
    return { gives: 'features', raw: await readFlatGeobuf(source, { ...wish, geometry, properties, keepZ }, problems) };
  },
};
