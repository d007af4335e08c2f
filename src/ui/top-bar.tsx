import { DESKS, themeOf } from '../twin/appearance.ts';
import { isDrawn } from '../twin/layers.ts';
import { AccountButton } from './account.tsx';
import { cityTime, formatDay, formatTime } from './city-time.ts';
import { Icon, Mark } from './icons.tsx';
import { usePanels } from './panels.ts';
import { SearchBox } from './search-box.tsx';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** City, desks, search, and how the page itself looks and speaks. */
export function TopBar() {
  const { t, of } = useWords();
  const { twin } = useSurroundings();
  const desk = useTwin((state) => state.desk);
  return (
    <header className="top">
      <div className="brand">
        <Mark />
        <h1>{t('app.name')}</h1>
        <small>
          {of(twin.city.name)}
          {twin.city.fictional && <span className="fictional">{` · ${t('app.fictional')}`}</span>}
        </small>
      </div>
      <nav className="desks" aria-label={t('desk.label')}>
        {DESKS.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={desk === name ? 'page' : undefined}
            onClick={() => twin.getState().openDesk(name)}
          >
            {t(`desk.${name}`)}
          </button>
        ))}
      </nav>
      {desk === 'command' && <p className="incident">{t('command.incident')}</p>}
      <span className="space" />
      {desk !== 'tour' && <SearchBox />}
      {desk !== 'tour' && <LayersButton />}
      {desk !== 'tour' && <AccountButton />}
      {desk === 'command' && <CityClock />}
      <ThemeButton />
      <LanguageButton />
    </header>
  );
}

function LayersButton() {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const isOpen = usePanels((state) => state.layers);
  const showLayers = usePanels((state) => state.showLayers);
  const count = useTwin((state) => twin.city.layers.filter((layer) => isDrawn(layer, state)).length);
  return (
    <button
      type="button"
      className="segment"
      aria-label={t('top.layersShown', { count })}
      aria-expanded={isOpen}
      onClick={() => showLayers(!isOpen)}
    >
      <Icon name="layers" />
      <span className="word">{t('top.layersShown', { count })}</span>
    </button>
  );
}

function ThemeButton() {
  const { t } = useWords();
  const { twin } = useSurroundings();
  const theme = useTwin(themeOf);
  const label = t(theme === 'plan' ? 'top.themeDark' : 'top.themeLight');
  return (
    <button
      type="button"
      className="segment"
      aria-label={label}
      title={label}
      onClick={() => twin.getState().setTheme(theme === 'plan' ? 'command' : 'plan')}
    >
      <Icon name={theme === 'plan' ? 'moon' : 'sun'} />
    </button>
  );
}

/** Says the other language in that language: whoever needs it can read it. */
function LanguageButton() {
  const { t, language } = useWords();
  const { twin } = useSurroundings();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className="segment"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      aria-label={t('top.languageName')}
      title={t('top.languageName')}
      onClick={() => twin.getState().speak(other)}
    >
      <Icon name="globe" />
      <span>{t('top.language')}</span>
    </button>
  );
}

/** The command desk's clock shows the twin's time; there is no other stream yet. */
function CityClock() {
  const { t, language } = useWords();
  const { twin } = useSurroundings();
  const seconds = useTwin((state) => Math.floor(state.shownTimeMs / 1000));
  const shown = cityTime(seconds * 1000, twin.city.zone);
  return (
    <p className="segment city-clock" title={t('command.cityClock')}>
      <b>{formatTime(shown, true)}</b>
      <span>{formatDay(shown, language)}</span>
    </p>
  );
}
