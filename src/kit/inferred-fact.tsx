import { assumptionText } from '../../model/city/assumption.ts';
import { CITY_FACTS, type CityFact } from '../../model/city/facts.ts';
import { useApp } from './app-context.tsx';
import type { PageReport } from './report-file.ts';
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

/** The same as a line of a report. */
export function useInferredLine(): (fact: CityFact) => PageReport['facts'] {
  const { t, of } = useWords();
  const inferred = useInferred();
  return (fact) => {
    const text = inferred(fact);
    return text === null ? [] : [[`${of(CITY_FACTS[fact].label)} · ${t('common.inferred')}`, text]];
  };
}
