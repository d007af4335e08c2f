import type { Reader } from '../reader.ts';

/** IFC 2x3, 4 and 4x3 (STEP): a building model with its place, classes and quantities. */
export const ifcReader: Reader = {
  id: 'ifc',
  name: 'IFC',
  order: 40,
  extensions: ['ifc'],
  mimeTypes: ['application/x-step', 'application/p21'],
  gives: ['mesh'],
  coordinates: 'stated',
  layerKind: 'element',
  accepts: ({ text }) => /^\s*ISO-10303-21/.test(text),
  async read(source, wish) {
    const { readIfc, DEFAULT_MODEL_LIMITS } = await import('./read-ifc.ts');
    const { mostBytes } = wish.model?.limits ?? DEFAULT_MODEL_LIMITS;
    return { gives: 'mesh', model: await readIfc(await source.whole(mostBytes), source.name, wish.model) };
  },
};
