import type { ModelElement, ModelProblem } from './building-model.ts';

/** Triangles on round parts lie inside them; a stated volume further off than this is another volume. */
const DEFAULT_RATIO = 0.1;
/** A unit forgotten: thousandfold, in either sense, to a tenth. */
const THOUSANDFOLD = 1000;

/** How a stated volume and the mesh's agree; a thousandfold difference is a unit taken wrong. */
type VolumeVerdict = 'none' | 'agrees' | 'differs' | 'thousandfold';

/** The file's net volume against what its triangles enclose. Gross volumes hold openings too, and are judged for their unit only. */
export function judgeVolume({ meshVolumeM3, stated }: Pick<ModelElement, 'meshVolumeM3' | 'stated'>): VolumeVerdict {
  if (meshVolumeM3 === null || meshVolumeM3 <= 0 || !stated || stated.volumeM3 <= 0) return 'none';
  const ratio = stated.volumeM3 / meshVolumeM3;
  if (isNear(ratio, THOUSANDFOLD) || isNear(ratio, 1 / THOUSANDFOLD)) return 'thousandfold';
  if (stated.name === 'GrossVolume') return 'none';
  return Math.abs(ratio - 1) <= DEFAULT_RATIO ? 'agrees' : 'differs';
}

const isNear = (ratio: number, mark: number): boolean => Math.abs(ratio / mark - 1) <= DEFAULT_RATIO;

/** Stated volumes that differ from the mesh's, as problems of the model. */
export function judgeVolumes(elements: readonly ModelElement[]): ModelProblem[] {
  const found: ModelProblem[] = [];
  for (const [verdict, code] of [
    ['differs', 'volume-differs'],
    ['thousandfold', 'volume-thousandfold'],
  ] as const) {
    const wrong = elements.filter((element) => judgeVolume(element) === verdict);
    if (wrong.length > 0) found.push({ code, count: wrong.length, example: wrong[0].globalId });
  }
  return found;
}
