import { assumptionText } from '../../model/city/assumption.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { formatNumber } from './format.ts';
import { isProblemCode, useWords } from './words.ts';

/** Beyond it a layer or a plan is hardly of the open city. */
export const FAR_M = 50_000;

/** What a reader of the baker says it got: a quoted text, a number with its unit. */
const GOT = /, got ("[^"]*"|[-+]?[\d.,]+(?: (?:mm|m|%))?)(?:;|$)/;

/**
 * The first object of a problem. The problem's own words say what is wrong in the page's language; the baked sentence about the one object is
 * English, so that a Chinese page takes of it only the value that came.
 */
function Example({ text }: { text: string }) {
  const { t, language } = useWords();
  const [, place = text, message = ''] = /^(.*?): (.*)$/s.exec(text) ?? [];
  const [, got] = GOT.exec(message) ?? [];
  return (
    <small>
      {t('common.example', { example: place })}
      {language === 'en' ? message && <span>{message}</span> : got && <span>{got}</span>}
    </small>
  );
}

/** What was guessed of a layer. */
export function LayerAssumptions({ layer }: { layer: Pick<LayerInfo, 'assumptions'> }) {
  const { t, language } = useWords();
  if (layer.assumptions.length === 0) return t('common.none');
  return (
    <ul>
      {layer.assumptions.map((assumption) => (
        <li key={assumption.code}>{assumptionText(assumption, language)}</li>
      ))}
    </ul>
  );
}

/** What was wrong in a layer's input, most frequent first. */
export function LayerProblems({ layer }: { layer: Pick<LayerInfo, 'problems'> }) {
  const { t } = useWords();
  if (layer.problems.length === 0) return t('common.none');
  return (
    <ul>
      {layer.problems.map(({ code, count, example }) => (
        <li key={code}>
          {t('common.problem', {
            problem: isProblemCode(code) ? t(`problem.${code}`) : code,
            amount: formatNumber(count),
          })}
          <Example text={example} />
        </li>
      ))}
    </ul>
  );
}
