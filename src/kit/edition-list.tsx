import { useEffect, useState } from 'react';
import type { Edition } from '../../model/city/edition.ts';
import { fetchEditions } from '../twin/editions.ts';
import { useApp } from './app-context.tsx';
import { formatInstant } from './city-time.ts';
import { useWords } from './words.ts';

interface EditionListProps {
  /** Folder of the edition that the city is compared with now. */
  compared: string | null;
  /** Null: nothing compares. */
  onCompare: ((edition: Edition) => void) | null;
}

/** Former bakes that are kept of the city, each with its date and the way to compare with it. */
export function EditionList({ compared, onCompare }: EditionListProps) {
  const { t, language } = useWords();
  const { twin, cityUrl } = useApp();
  const [editions, setEditions] = useState<readonly Edition[] | null>(null);
  useEffect(() => {
    // A server of plain files has no list of cities.
    fetchEditions(twin.city.id, cityUrl).then(setEditions, () => setEditions([]));
  }, [twin, cityUrl]);
  if (editions === null) return null;
  return (
    <section aria-label={t('editions.title')}>
      <h3>{t('editions.title')}</h3>
      {editions.length === 0 && <p className="note">{t('editions.none')}</p>}
      {editions.map((edition) => (
        <p key={edition.folder} className="row-head">
          <b>{formatInstant(edition.bakedAtMs, twin.city.zone, language)}</b>
          <span className="space" />
          {!edition.isCompared && <span className="note">{t('editions.notCompared')}</span>}
          {edition.isCompared && onCompare && (
            <button
              type="button"
              className="btn small"
              aria-pressed={compared === edition.folder}
              onClick={() => onCompare(edition)}
            >
              {t('editions.compare')}
            </button>
          )}
        </p>
      ))}
    </section>
  );
}
