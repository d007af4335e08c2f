import { useApp } from './app-context.tsx';
import type { Story } from './plugin.ts';
import { STORIES } from './stories.ts';
import { useWords } from './words.ts';

/** 这是怎么算出来的: the story of a plug-in's simulation, folded away, with the page of the guide that has the figures. */
export function HowComputed({ plugin }: { plugin: string }) {
  const { t, language } = useWords();
  const found = useApp()
    .service(STORIES)
    ?.find(({ id }) => id === plugin);
  if (!found) return null;
  return (
    <details className="story">
      <summary>{t('story.ask')}</summary>
      <Paragraphs story={found.story} />
      <p>
        <a href={`guide/${language}/explain/models.html`} target="_blank" rel="noreferrer">
          {t('story.more')}
        </a>
      </p>
    </details>
  );
}

/** All of them, for a hall: no link leads out of it. `onOpen`: somebody reads one. */
export function AllStories({ onOpen }: { onOpen: () => void }) {
  const { t } = useWords();
  const stories = [...(useApp().service(STORIES) ?? [])].sort((a, b) => a.story.order - b.story.order);
  if (stories.length === 0) return null;
  return (
    <section className="stories" aria-label={t('story.ask')}>
      <h2>{t('story.ask')}</h2>
      {stories.map(({ id, story }) => (
        <details key={id} className="story" name="story" onToggle={(event) => event.currentTarget.open && onOpen()}>
          <summary>{t(story.title)}</summary>
          <Paragraphs story={story} />
        </details>
      ))}
    </section>
  );
}

const PARTS = ['computed', 'from', 'limits', 'checked'] as const;

function Paragraphs({ story }: { story: Story }) {
  const { t } = useWords();
  return PARTS.map((part) => (
    <p key={part}>
      <b>{t(`story.${part}`)}</b>
      {t(story[part])}
    </p>
  ));
}
