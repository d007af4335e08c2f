import type { ToPinyin } from './palette.ts';

/** Loads the spelling of Chinese in pinyin when somebody first types; each text is spelt once. */
export async function loadPinyin(): Promise<ToPinyin> {
  const { pinyin } = await import('pinyin-pro');
  const known = new Map<string, ReturnType<ToPinyin>>();
  return (text) => {
    const spelt = known.get(text) ?? {
      full: pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).join(''),
      initials: pinyin(text, { toneType: 'none', pattern: 'first', type: 'array', nonZh: 'consecutive' }).join(''),
    };
    known.set(text, spelt);
    return spelt;
  };
}
