import './city-chooser.css';
import { StrictMode, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { CITY_FACTS, type CityFact } from '../../../model/city/facts.ts';
import type { ListedCity } from '../../../model/city/listed-city.ts';
import type { Text } from '../../../model/city/manifest.ts';
import { formatNumber } from '../../kit/format.ts';
import { Mark } from '../../kit/icons.tsx';
import { useWords, words } from '../../kit/words.ts';
import type { Language } from '../../twin/appearance.ts';
import type { CityOpen } from '../choose-city.ts';
import { drawMiniature } from '../miniature.ts';
import { systemDarkness } from '../system-theme.ts';

/** Above so many a person looks by name. */
const MANY_CITIES = 8;

/** The page in place of a city: those that the server has, where the address names none, or one that is not there. */
export function showChooser(root: HTMLElement, { id, cities }: CityOpen, language: Language): void {
  const isDark = systemDarkness().matches;
  document.documentElement.dataset.theme = isDark ? 'command' : 'plan';
  const page = (
    <StrictMode>
      <Chooser unknown={id} cities={cities} isDark={isDark} />
    </StrictMode>
  );
  void words.changeLanguage(language).then(() => createRoot(root).render(page));
}

/** Those that there are; exported for who looks at it without a page. */
export function Chooser({
  unknown,
  cities,
  isDark,
}: {
  unknown: string | null;
  cities: readonly ListedCity[];
  isDark: boolean;
}) {
  const { t, of, language } = useWords();
  const [sought, setSought] = useState('');
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${t('chooser.title')} — ${t('app.name')}`;
  }, [t, language]);
  const found = cities.filter(({ id, name }) =>
    [id, name.zh, name.en].some((text) => text.toLowerCase().includes(sought.trim().toLowerCase())),
  );
  return (
    <main className="chooser">
      <header>
        <Mark />
        <h1>{t('chooser.title')}</h1>
        <button type="button" onClick={() => void words.changeLanguage(language === 'zh' ? 'en' : 'zh')}>
          {t('top.language')}
        </button>
      </header>
      {unknown !== null && <p role="alert">{t('chooser.unknown', { id: unknown })}</p>}
      {cities.length > MANY_CITIES && (
        <input
          type="search"
          value={sought}
          placeholder={t('chooser.find')}
          aria-label={t('chooser.find')}
          onChange={({ target }) => setSought(target.value)}
        />
      )}
      <ul>
        {found.map((city) => (
          <li key={city.id}>
            <a href={`?city=${encodeURIComponent(city.id)}`} aria-label={t('chooser.open', { name: of(city.name) })}>
              <Miniature city={city} isDark={isDark} />
              <h2>
                {of(city.name)}
                {city.fictional && <small>{t('chooser.fictional')}</small>}
              </h2>
              <Figures city={city} />
              <Facts city={city} />
            </a>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>{t('chooser.none')}</p>}
    </main>
  );
}

function Figures({ city: { extentM, buildings, layers } }: { city: ListedCity }) {
  const { t } = useWords();
  const km2 = extentM ? ((extentM[2] - extentM[0]) * (extentM[3] - extentM[1])) / 1e6 : null;
  const figures = [
    km2 === null ? null : t('chooser.area', { km2: formatNumber(km2, km2 < 10 ? 1 : 0) }),
    buildings ? t('chooser.buildings', { count: formatNumber(buildings) }) : null,
    layers === undefined ? null : t('chooser.layers', { count: layers }),
  ];
  return <p className="figures">{figures.filter((figure) => figure !== null).join(' · ')}</p>;
}

/** What engines and desks find in the city. */
function Facts({ city: { facts, sources } }: { city: ListedCity }) {
  const { t, of, language } = useWords();
  if (!facts) return null;
  const names = Object.keys(CITY_FACTS) as CityFact[];
  const between = language === 'zh' ? '、' : ', ';
  const listed = (state: 'given' | 'inferred' | undefined): string =>
    names.flatMap((name) => (facts[name] === state ? [of(CITY_FACTS[name].label)] : [])).join(between);
  const rows: [label: string, text: string][] = [
    [t('chooser.given'), listed('given')],
    [t('chooser.inferred'), listed('inferred')],
    [t('chooser.absent'), listed(undefined)],
    [t('chooser.source'), (sources ?? []).map((source: Text) => of(source)).join(between)],
  ];
  return (
    <dl>
      {rows
        .filter(([, text]) => text !== '')
        .map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Drawn when it comes into sight: of a hundred cities the first screen alone is fetched. */
function Miniature({ city, isDark }: { city: ListedCity; isDark: boolean }) {
  const { t, of } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const shown = canvas.current;
    if (!shown) return;
    const stop = new AbortController();
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      watch.disconnect();
      // A city without a picture keeps its empty ground: its name and figures say what it is.
      drawMiniature(shown, city, isDark, stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) console.warn('miniature', city.id, error);
      });
    });
    watch.observe(shown);
    return () => {
      watch.disconnect();
      stop.abort();
    };
  }, [city, isDark]);
  return (
    <canvas
      ref={canvas}
      width={640}
      height={360}
      role="img"
      aria-label={t('chooser.picture', { name: of(city.name) })}
    />
  );
}
