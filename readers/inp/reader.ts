import type { FileStart, Reader } from '../reader.ts';
import { EPANET_PIPE_FIELDS, INP_PIPE_FIELDS } from './pipe-fields.ts';

/** An input file begins with a section, before it at most comments. */
const isInput = ({ text }: FileStart): boolean => /^(\s*(;[^\n]*)?\n)*\s*\[[A-Za-z]/.test(text);
/** Both programs share the lexical form and half of their sections; these only one of them has. Either looks at a name's beginning only. */
const EPANET_SECTION = /^\s*\[(?:PIPE|RESERV|TANK|VALVE|EMITTER|DEMAND|STATUS|ENERGY|REACTION|QUALITY|SOURCE|MIXING)/im;
const SWMM_SECTION =
  /^\s*\[(?:CONDUIT|OUTFALL|XSECT|SUBCATCH|SUBAREA|RAINGAGE|EVAPORATION|INFILTRATION|STORAGE|ORIFICE|WEIR|DIVIDER|POLYGON|TRANSECT|DWF|LOSS)/im;
const isEpanet = ({ text }: FileStart): boolean => EPANET_SECTION.test(text);
const isSwmm = ({ text }: FileStart): boolean => SWMM_SECTION.test(text);
/** Ten thousand junctions and no other section yet. */
const isUndecided = (start: FileStart): boolean => isInput(start) && !isSwmm(start) && !isEpanet(start);

/** Input files of EPA SWMM 5: a drainage network's conduits, nodes or subcatchments. They name no coordinate system. */
export const swmmReader: Reader = inpReader('swmm', 'SWMM input', 50, (start) => isInput(start) && !isEpanet(start));

/** Input files of EPANET 2: a water network's pipes or nodes. */
export const epanetReader: Reader = inpReader(
  'epanet',
  'EPANET input',
  60,
  (start) => isInput(start) && isEpanet(start) && !isSwmm(start),
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
    lineFields: id === 'swmm' ? INP_PIPE_FIELDS : EPANET_PIPE_FIELDS,
    accepts,
    isUndecided,
    async read(source, wish, problems) {
      const { readInp } = await import('./network.ts');
      return { gives: 'features', raw: await readInp(source, id, wish.geometry ?? 'line', problems, wish.encoding) };
    },
  };
}
