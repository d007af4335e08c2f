import { useEffect, useState } from 'react';
import { useApp } from '../../kit/app-context.tsx';
import { Panel } from '../../kit/controls.tsx';
import { FocusHolder } from '../../kit/focus-holder.tsx';
import { isTyping } from '../../kit/is-typing.ts';
import type { App } from '../../kit/plugin.ts';
import { useWords, type WordKey } from '../../kit/words.ts';
import { deskOf } from '../../twin/appearance.ts';
import { DESKS } from '../desks.ts';
import { tellInWords } from './picture-words.tsx';
import { openStep } from './steps.ts';
import { useGuideUrl } from './top-bar.tsx';
import { showOnWall } from './wall.tsx';

interface Shortcut {
  /** As `KeyboardEvent.key` says it, and as the list shows it. */
  readonly key: string;
  /** What it does, by its words. */
  readonly words: WordKey;
  /** Left out: the map, the search field or the browser hears it; it stands here to be read. */
  readonly run?: (app: App) => void;
}

const SHORTCUTS: readonly Shortcut[] = [
  { key: ' ', words: 'keys.play', run: ({ twin }) => twin.getState().play(!twin.getState().playing) },
  { key: 'f', words: 'keys.wall', run: (app) => showOnWall(app, !app.twin.getState().wall) },
  { key: 'h', words: 'keys.home', run: ({ twin }) => twin.getState().flyHome() },
  { key: 'n', words: 'keys.north', run: ({ view }) => view.faceNorth() },
  { key: 'i', words: 'keys.inWords', run: tellInWords },
  { key: 'o', words: 'keys.operate', run: ({ panels }) => panels.getState().operate(!panels.getState().isOperated) },
  { key: '/', words: 'keys.search' },
  { key: 'Alt 1–6', words: 'keys.step' },
  { key: 'F1', words: 'keys.guide' },
  { key: 'Escape', words: 'keys.escape' },
  { key: '← ↑ → ↓', words: 'keys.pan' },
  { key: 'Shift ← ↑ → ↓', words: 'keys.turn' },
  { key: '+ −', words: 'keys.zoom' },
];

/** A field takes all keys; a button or a link is pressed by the space bar. */
const isTaken = ({ key, target }: KeyboardEvent): boolean =>
  isTyping(target) || (key === ' ' && target instanceof Element && target.closest('button, a, summary') !== null);

/** Keys of the whole page, and `?`, which lists them. A desk is opened by its number. */
export function Shortcuts() {
  const { t, of } = useWords();
  const app = useApp();
  const [isOpen, setOpen] = useState(false);
  const guide = useGuideUrl();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || isTaken(event)) return;
      if (event.altKey) {
        const step = deskOf(app.twin.getState()).steps[Number(event.code.replace('Digit', '')) - 1];
        if (!step) return;
        openStep(app, step);
        event.preventDefault();
        return;
      }
      const desk = DESKS[Number(event.key) - 1];
      const known = SHORTCUTS.find(({ key, run }) => run && key === event.key.toLowerCase());
      if (event.key === '?') setOpen((open) => !open);
      else if (event.key === 'F1') window.open(guide, '_blank', 'noopener');
      else if (event.key === 'Escape') return setOpen(false);
      else if (desk) app.twin.getState().openDesk(desk.id);
      else if (known) known.run?.(app);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [app, guide]);
  if (!isOpen) return null;
  const keyName = (key: string) => (key === ' ' ? t('keys.space') : key.length === 1 ? key.toUpperCase() : key);
  return (
    <FocusHolder onEscape={() => setOpen(false)}>
      <Panel className="shortcuts" title={t('keys.title')} onClose={() => setOpen(false)}>
        <dl className="key-list">
          {DESKS.map(({ id, label }, i) => (
            <Key key={id} name={String(i + 1)} what={t('keys.desk', { desk: of(label) })} />
          ))}
          {SHORTCUTS.map(({ key, words }) => (
            <Key key={key} name={keyName(key)} what={t(words)} />
          ))}
          <Key name="?" what={t('keys.list')} />
        </dl>
      </Panel>
    </FocusHolder>
  );
}

function Key({ name, what }: { name: string; what: string }) {
  return (
    <div>
      <dt>
        <kbd>{name}</kbd>
      </dt>
      <dd>{what}</dd>
    </div>
  );
}
