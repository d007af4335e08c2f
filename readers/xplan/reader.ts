import type { Reader } from '../reader.ts';
import { XML_ROOT_WITHIN } from '../shared/limits.ts';

/** XPlanGML 4 to 6: the areas, lines and points of German land-use and building plans, each with what its plan says of it. */
export const xplanReader: Reader = {
  id: 'xplan',
  name: 'XPlanGML',
  order: 31,
  extensions: ['gml', 'xplan.gml'],
  mimeTypes: ['application/gml+xml'],
  gives: ['features'],
  geometries: ['polygon', 'line', 'point'],
  coordinates: 'stated',
  accepts: ({ text }) => /^\s*</.test(text) && /<(\w+:)?XPlanAuszug[\s>]/.test(text.slice(0, XML_ROOT_WITHIN)),
  async read(source, wish, problems) {
    const { readXPlan } = await import('./xplan.ts');
    const { geometry = 'polygon', properties = { all: true }, keepZ = false } = wish;
    return { gives: 'features', raw: await readXPlan(source, { ...wish, geometry, properties, keepZ }, problems) };
  },
};
