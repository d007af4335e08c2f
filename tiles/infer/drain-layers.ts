import type { LayerInput } from '../model.ts';
import type { DrainageRole } from './drainage-roles.ts';

const FOUL = /sanitary|sewage|foul|waste.?water|污水/i;
const NAMES: readonly [kind: LayerInput['kind'], role: DrainageRole, words: RegExp][] = [
  ['pipe', 'pipes', /storm|rain|drain|combined|culvert|雨水|合流|排水|涵/i],
  ['point', 'manholes', /manhole|检查井|窨井|雨水井/i],
  ['point', 'inlets', /catch.?basin|inlet|gull(y|ies)|雨水口|雨水?[篦箅]/i],
  ['point', 'outfalls', /outfall|排放口|排水口|出水口/i],
];

/** By the recipe's word, else by what the layer is called; foul sewers are none of it. */
function drainageOf({ id, label, kind, drainage }: LayerInput): DrainageRole {
  if (drainage) return drainage;
  const name = `${id} ${label.zh} ${label.en}`;
  if (FOUL.test(name)) return 'none';
  return NAMES.find(([of, , words]) => of === kind && words.test(name))?.[1] ?? 'none';
}

/** Layers that are there already, of one role. */
export const drainLayers = (layers: readonly LayerInput[], role: DrainageRole): LayerInput[] =>
  layers.filter((layer) => layer.state === 'existing' && drainageOf(layer) === role);
