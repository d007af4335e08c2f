import { useEffect, useMemo, useState } from 'react';
import { useApp, usePanels, useQuery, useTwin } from '../../kit/app-context.tsx';
import { Panel } from '../../kit/controls.tsx';
import { FocusHolder } from '../../kit/focus-holder.tsx';
import type { App } from '../../kit/plugin.ts';
import { SlotPanels, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { PICTURE_LINE } from '../../view/dom.ts';
import { lookFacts, pictureContent, type SelectedFacts } from './picture-facts.ts';
import { lookSentence, pictureSentences } from './picture-sentences.ts';

/** The panel's id among those that are open. */
const IN_WORDS = 'picture-words';
/** A camera that has not moved for so long is at rest. */
const REST_MS = 1000;

/** Opens or closes the panel that tells the picture in words. */
export function tellInWords({ panels }: App): void {
  const { opened, show } = panels.getState();
  show(IN_WORDS, !opened.includes(IN_WORDS));
}

/**
 * 图面文字说明: what the picture shows, in sentences made of the page's state, for who does not see it. The first stop of the page's keys on
 * every desk; where the camera came to rest is also said aloud, and describes the canvas.
 */
export function PictureInWords() {
  const { t } = useWords();
  const app = useApp();
  const isOpen = usePanels(({ opened }) => opened.includes(IN_WORDS));
  return (
    <>
      <button type="button" className="btn to-words" aria-expanded={isOpen} onClick={() => tellInWords(app)}>
        {t('inWords.title')}
      </button>
      <PictureLine />
      {isOpen && <WordsPanel onClose={() => tellInWords(app)} />}
    </>
  );
}

/** Changes when the camera rests somewhere else, and not while it moves: a reader of the page hears where it came to. */
function PictureLine() {
  const { language } = useWords();
  const { twin } = useApp();
  // What was said already is said anew in another language, in the same stroke as all other words.
  const [said, setSaid] = useState<ReturnType<typeof lookFacts> | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => setSaid(lookFacts(twin.city, twin.getState()));
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(say, REST_MS);
    };
    const ends = [
      twin.follow(({ camera }) => camera, wait),
      twin.follow(({ tablePose }) => tablePose, wait),
      twin.follow(({ engine }) => engine, wait),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [twin]);
  return (
    <p id={PICTURE_LINE} className="unseen" role="status">
      {said && lookSentence({ language, city: twin.city }, said)}
    </p>
  );
}

function WordsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const sentences = useSentences();
  const hasLegend = useSlot('legend').length > 0;
  return (
    <FocusHolder className="words-holder" onEscape={onClose}>
      <Panel title={t('inWords.title')} onClose={onClose}>
        <ul className="picture-words">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {hasLegend && (
          <div className="words-legend">
            <h3>{t('tools.legend')}</h3>
            <SlotPanels slot="legend" />
          </div>
        )}
      </Panel>
    </FocusHolder>
  );
}

/** Made anew once a second at most, and only where something changed. */
function useSentences(): readonly string[] {
  const { t, language } = useWords();
  const app = useApp();
  const { twin } = app;
  const selected = useSelected();
  const [text, setText] = useState('');
  useEffect(() => {
    const tell = () => {
      const state = twin.getState();
      const tools = app.placed('tool').filter(({ isInUse }) => isInUse?.(state));
      const names = tools.flatMap(({ title }) => (title ? [t(title)] : []));
      const content = pictureContent(twin.city, state);
      setText(pictureSentences({ language, city: twin.city }, content, names, selected).join('\n'));
    };
    tell();
    const timer = setInterval(tell, REST_MS);
    return () => clearInterval(timer);
  }, [app, twin, language, selected, t]);
  return text === '' ? [] : text.split('\n');
}

function useSelected(): SelectedFacts | null {
  const { twin, catalogue } = useApp();
  const gid = useTwin(({ selectedGid }) => selectedGid);
  const query = useQuery(gid === null ? null : `describe ${gid}`, () => catalogue.describe(gid ?? 0));
  const description = gid !== null && query.kind === 'answered' ? query.answer : null;
  const layer = twin.city.layers.find(({ id }) => id === description?.layerId);
  return useMemo(() => (description && layer ? { description, layer } : null), [description, layer]);
}
