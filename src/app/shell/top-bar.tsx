import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useApp, useNarrow, useTwin } from '../../kit/app-context.tsx';
import { Icon, type IconName, Mark } from '../../kit/icons.tsx';
import type { App } from '../../kit/plugin.ts';
import { Placed, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { themeOf } from '../../twin/appearance.ts';
import { DESKS } from '../desks.ts';
import { tellInWords } from './picture-words.tsx';
import { showOnWall } from './wall.tsx';

/** City, desks, search, who is logged in, the link to what is shown, and how the page itself looks and speaks. */
export function TopBar() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const panels = useSlot('bar');
  const isNarrow = useNarrow();
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
      {isNarrow ? <DeskMenu /> : <DeskTabs />}
      <span className="space" />
      {panels.map((panel) => (
        <Placed key={panel.id} panel={panel} />
      ))}
      <ShareButton />
      <More />
    </header>
  );
}

/** Opens a desk by hand. */
function enterDesk({ twin, panels }: App, id: string): void {
  panels.getState().enter(id);
  twin.getState().openDesk(id);
}

function DeskTabs() {
  const { t, of } = useWords();
  const app = useApp();
  const desk = useTwin((state) => state.desk);
  return (
    <nav className="desks" aria-label={t('desk.label')}>
      {DESKS.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          aria-current={desk === id ? 'page' : undefined}
          onClick={() => enterDesk(app, id)}
        >
          {of(label)}
        </button>
      ))}
    </nav>
  );
}

/** On a phone the desks are a menu. */
function DeskMenu() {
  const { t, of } = useWords();
  const app = useApp();
  const desk = useTwin((state) => state.desk);
  return (
    <select
      className="desk-menu"
      aria-label={t('desk.label')}
      value={desk}
      onChange={(event) => enterDesk(app, event.currentTarget.value)}
    >
      {DESKS.map(({ id, label }) => (
        <option key={id} value={id}>
          {of(label)}
        </option>
      ))}
    </select>
  );
}

/** The link to what is shown is the page's own address: this copies it. */
function ShareButton() {
  const { t } = useWords();
  const { panels } = useApp();
  const copy = () => {
    const { notify } = panels.getState();
    navigator.clipboard.writeText(location.href).then(
      () => notify(t('shell.linkCopied')),
      () => notify(t('shell.linkNotCopied')),
    );
  };
  return (
    <button type="button" className="segment share" title={t('shell.copyLink')} onClick={copy}>
      <Icon name="link" />
      <span>{t('shell.share')}</span>
    </button>
  );
}

/** The address of the guide's page of the open desk, in the page's language; it is served beside the page and needs no network. */
export function useGuideUrl(): string {
  const { language } = useWords();
  const desk = useTwin((state) => state.desk);
  const guide = DESKS.find(({ id }) => id === desk)?.guide ?? 'index';
  return `guide/${language}/${guide}.html`;
}

/** Language, theme, full screen, the picture in words, and the guide, behind one button. */
function More() {
  const { t, language } = useWords();
  const app = useApp();
  const { twin } = app;
  const theme = useTwin(themeOf);
  const wall = useTwin((state) => state.wall);
  const holder = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const url = useGuideUrl();
  const other = language === 'zh' ? 'en' : 'zh';
  useEffect(() => {
    if (!isOpen) return;
    const onDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !holder.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', onDown);
    return () => window.removeEventListener('pointerdown', onDown);
  }, [isOpen]);
  const after = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the key that closes the menu, whichever entry has the focus
    <div
      ref={holder}
      className="more"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return;
        event.preventDefault();
        setOpen(false);
      }}
    >
      <button
        type="button"
        className="segment"
        aria-label={t('shell.more')}
        title={t('shell.more')}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <div className="panel more-menu">
          <Entry
            icon="globe"
            label={t('top.languageName')}
            lang={other === 'zh' ? 'zh-CN' : 'en'}
            onClick={after(() => twin.getState().speak(other))}
          >
            {t('top.language')}
          </Entry>
          <Entry
            icon={theme === 'plan' ? 'moon' : 'sun'}
            onClick={after(() => twin.getState().setTheme(theme === 'plan' ? 'command' : 'plan'))}
          >
            {t(theme === 'plan' ? 'top.themeDark' : 'top.themeLight')}
          </Entry>
          <Entry icon={wall ? 'leaveWall' : 'wall'} onClick={after(() => showOnWall(app, !wall))}>
            {t(wall ? 'top.leaveWall' : 'top.wall')}
          </Entry>
          <Entry icon="eye" onClick={after(() => tellInWords(app))}>
            {t('inWords.title')}
          </Entry>
          <a className="more-entry" href={url} target="_blank" rel="noopener">
            <Icon name="why" />
            {t('top.help')}
          </a>
        </div>
      )}
    </div>
  );
}

function Entry({
  icon,
  label,
  lang,
  onClick,
  children,
}: {
  icon: IconName;
  label?: string;
  lang?: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button type="button" className="more-entry" aria-label={label} lang={lang} onClick={onClick}>
      <Icon name={icon} />
      {children}
    </button>
  );
}
