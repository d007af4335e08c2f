import { PIPE_SYSTEMS } from '../plans/plan-kinds.ts';
import type { Text } from '../text/text.ts';
import type { LayerInfo } from './manifest.ts';

/** What a pipe carries. */
export type PipeSystem = (typeof PIPE_SYSTEMS)[number];

/** Names of the systems; the page's words say the same (a test holds them together). */
export const PIPE_SYSTEM_NAMES: Readonly<Record<PipeSystem, Text>> = {
  storm: { zh: '雨水', en: 'storm' },
  sanitary: { zh: '污水', en: 'sanitary' },
  water: { zh: '给水', en: 'water' },
  gas: { zh: '燃气', en: 'gas' },
  heat: { zh: '热力', en: 'heat' },
  power: { zh: '电力', en: 'power' },
  telecom: { zh: '通信', en: 'telecom' },
};

/** What the names of layers and of fittings say of a system; the first that fits counts, so that a foul sewer is no storm drain. */
const WORDS: readonly (readonly [PipeSystem, RegExp])[] = [
  ['sanitary', /sanitary|sewage|foul|waste.?water|污水/i],
  ['storm', /storm|rain|drain|combined|culvert|sewer|雨水|合流|排水|涵/i],
  ['gas', /\bgas\b|gas[-_ ]|燃气|煤气|天然气/i],
  ['heat', /heat|steam|热力|供热|蒸汽/i],
  ['telecom', /telecom|communication|fib(re|er)|通信|电信|弱电/i],
  ['power', /power|electric|电力|供电/i],
  ['water', /water|hydrant|给水|供水|自来水/i],
];

/** The system that words speak of; null: none. */
export const systemOfWords = (words: string): PipeSystem | null =>
  WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;

/** What a layer's pipes carry: by the colour that the survey convention has for it, else by its name. */
export function pipeSystemOf({ id, label, colour }: Pick<LayerInfo, 'id' | 'label' | 'colour'>): PipeSystem | null {
  const token = colour?.token ?? '';
  return PIPE_SYSTEMS.find((system) => token === `pipe-${system}`) ?? systemOfWords(`${id} ${label.zh} ${label.en}`);
}

/** Whether a system runs by its own fall, so that it has an upstream and a downstream. */
export const isGravity = (system: PipeSystem | null): boolean => system === 'storm' || system === 'sanitary';

/** Whether a system is under pressure from sources and closed by valves. */
export const isPressure = (system: PipeSystem | null): boolean =>
  system === 'water' || system === 'gas' || system === 'heat';
