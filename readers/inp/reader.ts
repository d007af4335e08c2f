import type { FileStart, Reader } from '../reader.ts';
import { INP_PIPE_FIELDS } from './pipe-fields.ts';

/** An input file begins with a section, before it at most comments. */
const isInput = ({ text }: FileStart): boolean => /^(\s*(;[^\n]*)?\n)*\s*\[[A-Za-z]/.test(text);
/** Both programs share the lexical form; only EPANET's networks have pipes. */
const hasPipes = ({ text }: FileStart): boolean => /^\s*\[PIPES\]/im.test(text);

/** Input files of EPA SWMM 5: a drainage network's conduits, nodes or subcatchments. They name no coordinate system. */
export const swmmReader: Reader = inpReader('swmm', 'SWMM input', 50, (start) => isInput(start) && !hasPipes(start));

/** Input files of EPANET 2: a water network's pipes or nodes. */
export const epanetReader: Reader = inpReader(
  'epanet',
  'EPANET input',
  60,
  (start) => isInput(start) && hasPipes(start),
);

function inpReader(id: 'swmm' | 'epanet', name: string, order: number, accepts: Reader['accepts']): Reader {
  return {
    id,
    name,
    order,
    extensions: ['inp'],
    mimeTypes: [],
    gives: ['features'],
    geometries: ['line', 'point', 'polygon'],
    coordinates: 'unstated',
    layerKind: 'pipe',
    lineFields: INP_PIPE_FIELDS,
    accepts,
    async read(source, wish, problems) {
      const { readInp } = await import('./network.ts');
      return { gives: 'features', raw: await readInp(source, id, wish.geometry ?? 'line', problems) };
    },
  };
}
