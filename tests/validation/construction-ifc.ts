import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuildingModel, ModelElement } from '../../readers/ifc/building-model.ts';
import { judgeVolume } from '../../readers/ifc/quantities.ts';
import { readIfc } from '../../readers/ifc/read-ifc.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

export const IFC_FOLDER = resolve('../shared/data/construction/ifc');

const read = (name: string): Promise<BuildingModel> => readIfc(readFileSync(join(IFC_FOLDER, name)), name);

const offPct = ({ meshVolumeM3, stated }: ModelElement): number =>
  stated && meshVolumeM3 ? 100 * Math.abs(meshVolumeM3 / stated.volumeM3 - 1) : Number.NaN;

/** Every element of a class that states NetVolume, against what its triangles enclose. */
function volumesOf({ elements }: BuildingModel, ifcClass: string, mark: number): Verdict[] {
  const stating = elements.filter((one) => one.ifcClass === ifcClass && one.stated?.name === 'NetVolume');
  const name = `construction.ifc.fzk.${ifcClass}`;
  return [
    exactly(`${name}.stating`, stating.length, mark),
    atMost(`${name}.mostOffPct`, Math.max(...stating.map(offPct)), 1),
  ];
}

/** Counts and quantities of five public models, as construction.md measured them apart (section 2). */
export const IFC: ValidationCase = {
  name: 'construction.ifc',
  quick: true,
  missing: () => (existsSync(IFC_FOLDER) ? null : `${IFC_FOLDER} is not there`),
  run: async () => {
    const fzk = await read('AC20-FZK-Haus_IFC4.ifc');
    const sample = await read('SampleHouse_IFC4.ifc');
    const slabs = sample.elements.filter(({ ifcClass, stated }) => ifcClass === 'IfcSlab' && stated !== null);
    let failures = 0;
    let unidentified = 0;
    for (const name of readdirSync(IFC_FOLDER)) {
      const { problems, elements } = await read(name);
      failures += problems.filter(({ code }) => code === 'class-failed' || code === 'cut-file').length;
      unidentified += elements.filter(({ globalId }) => !/^[0-9A-Za-z_$]{22}$/.test(globalId)).length;
    }
    const half = readFileSync(join(IFC_FOLDER, 'AC20-FZK-Haus_IFC4.ifc'));
    const cut = await readIfc(half.subarray(0, half.length >> 1), 'half.ifc');
    return [
      ...volumesOf(fzk, 'IfcWall', 13),
      ...volumesOf(fzk, 'IfcSlab', 4),
      exactly('construction.ifc.fzk.storeys', fzk.storeys.length, 2),
      // 21,722 less the 48 of the site itself, which nobody builds.
      exactly('construction.ifc.fzk.triangles', fzk.mesh.index.length / 3, 21_722 - 48),
      atLeast('construction.ifc.sampleHouse.slabs', slabs.length, 2),
      exactly(
        'construction.ifc.sampleHouse.thousandfold',
        slabs.filter((slab) => judgeVolume(slab) === 'thousandfold').length,
        slabs.length,
      ),
      exactly('construction.ifc.failures', failures, 0),
      exactly('construction.ifc.withoutGlobalId', unidentified, 0),
      exactly('construction.ifc.cut.told', cut.problems.filter(({ code }) => code === 'cut-file').length, 1),
      atLeast('construction.ifc.cut.elements', cut.elements.length, 1),
    ];
  },
};
