import type { FieldJob, FieldPlane, Marcher } from '../../../workers/crowd/core/field.ts';

/** A field to be marched from nothing: cells of targets with the times there. */
export function fieldOn(
  { arena }: Marcher,
  { links }: FieldPlane,
  costS: ArrayLike<number>,
  targets: ReadonlyMap<number, number>,
): FieldJob {
  const floats = (values: ArrayLike<number>): Float32Array => {
    const array = arena.f32(values.length);
    array.set(values);
    return array;
  };
  const sources = arena.i32(targets.size);
  sources.set([...targets.keys()]);
  return {
    costS: floats(costS),
    timeS: floats(new Float32Array(costS.length)),
    linkTimeS: floats(links.map(({ timeS }) => timeS)),
    sources,
    sourceS: floats([...targets.values()]),
    moved: null,
    route: 0,
  };
}
