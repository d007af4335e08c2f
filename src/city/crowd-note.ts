import type { Text } from './manifest.ts';

/** What a crowd's run leaves out or guesses of a city's ground, in the words of both languages. */
const NOTES = {
  'lift-out': {
    zh: '{id}：城市的电梯不在本次推演中，除非算例另行给出',
    en: '{id}: lifts of the city are not in the run unless the case has them',
  },
  'escalator-still': { zh: '{id}：扶梯按停运计算', en: '{id}: an escalator that stands still' },
  'one-way': { zh: '{id}：按双向通行计算', en: '{id}: walked both ways' },
  'door-lost': {
    zh: '{id}：与 {area} 相距超过 {farM} m，推演中不通',
    en: '{id}: leads nowhere in the run: {area} lies more than {farM} m from it',
  },
  'stair-lost': {
    zh: '{id}：端点离其区域超过 {farM} m，不在本次推演中',
    en: '{id}: not in the run: it ends more than {farM} m from its area',
  },
} as const satisfies Record<string, Text>;

export interface CrowdNote {
  code: keyof typeof NOTES;
  values: Record<string, string | number>;
}

export const crowdNoteText = ({ code, values }: CrowdNote, language: keyof Text): string =>
  NOTES[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '—'));
