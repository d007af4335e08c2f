import type { LayerInfo } from '../../model/city/manifest.ts';
import { useWords } from './words.ts';

const TONES = { existing: '', planned: 'plan', construction: 'warn' } as const;

/** 现状, 规划 or 在建: a word and a colour (LOOK §7). */
export function StateTag({ state }: { state: LayerInfo['state'] }) {
  const { t } = useWords();
  return <span className={`tag ${TONES[state]}`}>{t(`state.${state}`)}</span>;
}
