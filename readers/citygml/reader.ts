import type { Reader } from '../reader.ts';
import { XML_ROOT_WITHIN } from '../shared/limits.ts';

/** CityGML 1.0 to 3.0: surfaces of a city's objects for a layer, or one building's parts as a model. */
export const cityGmlReader: Reader = {
  id: 'citygml',
  name: 'CityGML',
  order: 33,
  extensions: ['gml', 'citygml'],
  mimeTypes: ['application/citygml+xml', 'application/gml+xml'],
  gives: ['surfaces', 'mesh'],
  coordinates: 'stated',
  accepts: ({ text }) => /^\s*</.test(text) && /<(\w+:)?CityModel[\s>]/.test(text.slice(0, XML_ROOT_WITHIN)),
  async read(source, wish, problems) {
    const { readCityGml, readCityGmlModel } = await import('./citygml.ts');
    if (wish.gives === 'mesh') return { gives: 'mesh', model: await readCityGmlModel(source, wish.model?.limits) };
    return { gives: 'surfaces', ...(await readCityGml(source, wish, problems)) };
  },
};
