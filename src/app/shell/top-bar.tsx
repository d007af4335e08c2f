import { useApp, useTwin } from '../../kit/app-context.tsx';
import { Icon, Mark } from '../../kit/icons.tsx';
import { Placed, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { themeOf } from '../../twin/appearance.ts';
import { DESKS } from '../desks.ts';
import { WallButton } from './wall.tsx';

/** City, desks, what plug-ins put there, and how the page itself looks and speaks. */
export function TopBar() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const desk = useTwin((state) => state.desk);
  const panels = useSlot('top');
  const isBeside = ({ order = 0 }: { order?: number }) => order < 0;
  return (
    <header className="top">
      <div className="brand">
        <Mark />
        <h1>{t('app.name')}</h1>
        <small>
          <a href="?city=" title={t('chooser.back')}>
            {of(twin.city.name)}
          </a>
          {twin.city.fictional && <span className="fictional">{` · ${t('app.fictional')}`}</span>}
        </small>
      </div>
      <nav className="desks" aria-label={t('desk.label')}>
        {DESKS.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            aria-current={desk === id ? 'page' : undefined}
            onClick={() => twin.getState().openDesk(id)}
          >
            {of(label)}
          </button>
        ))}
      </nav>
      {panels.filter(isBeside).map((panel) => (
        <Placed key={panel.id} panel={panel} />
      ))}
      <span className="space" />
      {panels
        .filter((panel) => !isBeside(panel))
        .map((panel) => (
          <Placed key={panel.id} panel={panel} />
        ))}
      <WallButton />
      <HelpLink />
      <ThemeButton />
      <LanguageButton />
    </header>
  );
}

function ThemeButton() {
  const { t } = useWords();
  const { twin } = useApp();
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

/** The guide's page of the open desk, in the page's language; it is served beside the page and needs no network. */
function HelpLink() {
  const { t, language } = useWords();
  const desk = useTwin((state) => state.desk);
  const guide = DESKS.find(({ id }) => id === desk)?.guide ?? 'index';
  return (
    <a
      className="segment"
      href={`guide/${language}/${guide}.html`}
      target="_blank"
      rel="noopener"
      aria-label={t('top.help')}
      title={t('top.help')}
    >
      <Icon name="why" />
    </a>
  );
}

/** Says the other language in that language: whoever needs it can read it. */
function LanguageButton() {
  const { t, language } = useWords();
  const { twin } = useApp();
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
