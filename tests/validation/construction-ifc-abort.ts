import { readIfc } from '../../readers/ifc/read-ifc.ts';
import { smallIfc, withDeepBeam } from '../workers/construction/small-ifc.ts';
import { atLeast, exactly, type ValidationCase } from './verdict.ts';

/** Boxes of three classes in so many elements fill 200 MB. */
const ELEMENTS = 168_000;
const CLASSES = ['IfcColumn', 'IfcSlab', 'IfcWall'];
/** Enough to abort web-ifc's WebAssembly, see `withDeepBeam`. */
const LEVELS = 20_000;

/** A file of 200 MB, made here, one class of which aborts the WebAssembly: the others are all there, and it is named. Some minutes. */
export const IFC_ABORT: ValidationCase = {
  name: 'construction.ifc.abort',
  quick: false,
  run: async () => {
    const boxes = Array.from({ length: ELEMENTS }, (_, i) => ({
      ...{ globalId: `W${String(i).padStart(21, '0')}`, ifcClass: CLASSES[i % CLASSES.length] },
      ...{ storey: (i % 2) as 0 | 1, at: [(i % 400) * 5, Math.floor(i / 400) * 5, 0] as const },
      ...{ size: [4, 0.2, 3] as const, netVolume: 2.4 },
    }));
    const bytes = withDeepBeam(smallIfc({ boxes }), LEVELS);
    const { elements, problems } = await readIfc(bytes, 'abort.ifc');
    const failed = problems.find(({ code }) => code === 'class-failed');
    return [
      atLeast('construction.ifc.abort.bytes', bytes.length, 200e6),
      exactly('construction.ifc.abort.elements', elements.length, ELEMENTS),
      exactly('construction.ifc.abort.classesFailed', failed?.count ?? 0, 1),
      exactly('construction.ifc.abort.beamNamed', failed?.example === 'IfcBeam' ? 1 : 0, 1),
    ];
  },
};
