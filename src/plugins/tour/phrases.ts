/** Chinese characters that stay in one line at most: a longer run breaks between words. */
const MAX_RUN = 10;
/** Words that lean on the one before them. */
const LEANING = /^[的地得了着过们里上下中边外内]$/u;

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

/**
 * Splits a title where a line may break: after punctuation and spaces, and within a run of more than ten Chinese characters between its words. The
 * dictionary of a browser is too fine for a short title: it knows neither 老城 nor 河边.
 */
export function phrasesOf(text: string): string[] {
  return text
    .split(/(?<=[\p{P}\s])(?=[^\p{P}\s])/u)
    .flatMap((run) => (isHan(run) && run.length > MAX_RUN ? wordsOf(run) : [run]));
}

function wordsOf(run: string): string[] {
  const words: string[] = [];
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(run)) {
    const last = words.at(-1);
    if (last !== undefined && (LEANING.test(segment) || last.length < 2)) words[words.length - 1] = last + segment;
    else words.push(segment);
  }
  return words;
}

/** Returns how many ems the longest phrase is wide where Chinese sets its width; 1 for other scripts, which break at their spaces. */
export const widestEm = (phrases: readonly string[]): number =>
  Math.max(1, ...phrases.filter(isHan).map((phrase) => phrase.trimEnd().length));
