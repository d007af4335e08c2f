import type { Reader } from '../reader.ts';

/** TopoJSON 1: one of its objects, decoded to features. It names no system; degrees are usual. */
export const topoJsonReader: Reader = {
  id: 'topojson',
  name: 'TopoJSON',
  order: 34,
  extensions: ['topojson', 'topo.json'],
  mimeTypes: ['application/topo+json'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'usually-wgs84',
  // A topology of no objects has nothing to read.
  accepts: ({ text }) =>
    /^\s*\{/.test(text) && /"type"\s*:\s*"Topology"/.test(text) && !/"objects"\s*:\s*\{\s*\}/.test(text),
  async read(source, wish, problems) {
    const { readTopoJson } = await import('./topojson.ts');
    const { geometry = 'polygon', properties = { all: true } } = wish;
    return {
      gives: 'features',
      raw: await readTopoJson(source, { ...wish, geometry, properties, keepZ: false }, problems),
    };
  },
};
