import { assumptionText } from '../../model/city/assumption.ts';
import { CITY_FACTS, type CityFact } from '../../model/city/facts.ts';
import type { PageReport } from '../../model/reports/report.ts';
import { useApp } from './app-context.tsx';
import { useWords } from './words.ts';

/** By which rule the open city's fact was inferred, in the reader's language; null: it was given, or there is none. */
function useInferred(): (fact: CityFact) => string | null {
  const { language } = useWords();
  const { twin } = useApp();
  return (fact) => {
    const origin = twin.city.facts?.[fact];
    return origin?.state === 'inferred' ? assumptionText(origin, language) : null;
  };
}

/** Beside a result that rests on an inferred fact: by which rule, with its counts. */
export function InferredFact({ fact }: { fact: CityFact }) {
  const { t, of } = useWords();
  const text = useInferred()(fact);
  if (text === null) return null;
  return (
    <p className="note">
      <span className="tag unsure">{t('common.inferred')}</span> {of(CITY_FACTS[fact].label)}: {text}
    </p>
  );
}

/** Codes of assumptions that tell of a ground that nobody surveyed; the first says that it goes through the feet of the models. */
const GUESSED_GROUNDS = ['terrain-of-models', 'terrain-through-points', 'terrain-flat'] as const;

/** Tells that the open city's ground is a guess and from what, beside results that go by it; nothing where it was surveyed. */
export function GuessedGround({ codes = GUESSED_GROUNDS }: { codes?: readonly (typeof GUESSED_GROUNDS)[number][] }) {
  const { t, language } = useWords();
  const { twin } = useApp();
  const guess = twin.city.layers
    .flatMap(({ assumptions }) => assumptions)
    .find(({ code }) => codes.some((one) => one === code));
  if (!guess) return null;
  return (
    <p className="note">
      <span className="tag unsure">{t('common.inferred')}</span> {assumptionText(guess, language)}
    </p>
  );
}

/** By which rule a fact was inferred, as a line of a report. */
export function useInferredLine(): (fact: CityFact) => PageReport['facts'] {
  const { t, of } = useWords();
  const inferred = useInferred();
  return (fact) => {
    const text = inferred(fact);
    return text === null ? [] : [[`${of(CITY_FACTS[fact].label)} · ${t('common.inferred')}`, text]];
  };
}
