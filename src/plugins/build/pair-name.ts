import type { Text } from '../../../model/city/manifest.ts';

/** Letters of two things that meet, as LOOK's list of conflicts names them. */
const LETTERS: readonly Text[] = [
  { zh: '甲', en: 'A' },
  { zh: '乙', en: 'B' },
];

/** The name over the first or the second of two things that meet: its letter and its id. */
export function pairName(at: number, id: string): Text {
  const { zh, en } = LETTERS[at] ?? { zh: '', en: '' };
  return { zh: `${zh} ${id}`.trim(), en: `${en} ${id}`.trim() };
}
