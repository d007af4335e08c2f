import { useEffect } from 'react';
import {
  CHAPTER_STATES,
  Chapter,
  MAX_CHAPTERS,
  MAX_WAY,
  type Tour,
  type TourChapter,
  tourSeconds,
} from '../../../../model/tours/tour.ts';
import { useApp, useController, useStore } from '../../../kit/app-context.tsx';
import { IconButton } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, TextAreaField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { tourController } from '../controller.ts';
import { thumbnailKey } from '../thumbnails.ts';
import {
  type TourDraft,
  withCapture,
  withChapter,
  withChapterChanged,
  withChapterMoved,
  withoutChapter,
  withStation,
} from '../tour-draft.ts';
import { useCapture, useShowChapter } from './capture.ts';
import { TourMedia } from './tour-media.tsx';

interface FormProps {
  draft: TourDraft;
  /** `field` names what was changed, so that typing into it is one change; empty: a change of its own. `at`: the chapter under the pencil from then on. */
  onChange: (field: string, tour: Tour, at?: number) => void;
}

/** The tour's head, its chapters along their time, and the fields of one of them. */
export function TourForm({ draft, onChange }: FormProps) {
  const { t } = useWords();
  const { tour } = draft;
  const { title } = tour;
  const head = (field: string, change: Partial<Tour>) => onChange(field, { ...tour, ...change });
  return (
    <>
      <div className="part">
        <TextField
          label={t('tourEditor.titleZh')}
          value={title.zh}
          onChange={(zh) => head('zh', { title: { ...title, zh } })}
        />
        <TextField
          label={t('tourEditor.titleEn')}
          value={title.en}
          onChange={(en) => head('en', { title: { ...title, en } })}
        />
        <TextField label={t('tourEditor.id')} value={tour.id} onChange={(id) => head('id', { id })} />
      </div>
      <Timeline draft={draft} onChange={onChange} />
      <ChapterForm draft={draft} onChange={onChange} />
      <TourMedia tour={tour} at={draft.at} onChange={onChange} />
    </>
  );
}

/** How long a draft rests before missing pictures are drawn. */
const DRAFT_REST_MS = 1000;

/** Chapters in their order, each with its picture and length. */
function Timeline({ draft: { tour, at }, onChange }: FormProps) {
  const { t, of } = useWords();
  const capture = useCapture();
  const { chapters } = tour;
  const name = of(chapters[at].title);
  return (
    <div className="part">
      <p className="row-head">
        <b>{t('tourEditor.chapterList')}</b>
        <span className="note">{t('tourEditor.total', { minutes: formatNumber(tourSeconds(tour) / 60, 1) })}</span>
        <span className="space" />
        <IconButton
          icon="up"
          label={t('tourEditor.up', { name })}
          onClick={() => onChange('', withChapterMoved(tour, at, -1), at - 1)}
        />
        <IconButton
          icon="down"
          label={t('tourEditor.down', { name })}
          onClick={() => onChange('', withChapterMoved(tour, at, 1), at + 1)}
        />
        {chapters.length > 1 && (
          <IconButton
            icon="x"
            label={t('tourEditor.removeChapter', { name })}
            onClick={() => onChange('', withoutChapter(tour, at))}
          />
        )}
      </p>
      <Cards {...{ tour, at, onChange }} />
      <button
        type="button"
        className="btn small"
        disabled={chapters.length >= MAX_CHAPTERS}
        onClick={() => onChange('', withChapter(tour, at, capture()), at + 1)}
      >
        <Icon name="plus" />
        {t('tourEditor.addChapter')}
      </button>
    </div>
  );
}

/** A press on a card takes its chapter under the pencil and shows it. */
function Cards({ tour, at, onChange }: Pick<TourDraft, 'tour' | 'at'> & Pick<FormProps, 'onChange'>) {
  const { t, of } = useWords();
  const show = useShowChapter();
  const pictures = useThumbnails(tour.chapters);
  return (
    <ol className="tour-timeline" aria-label={t('tourEditor.chapterList')}>
      {tour.chapters.map((chapter, i) => (
        <li key={chapter.id}>
          <button
            type="button"
            aria-current={i === at ? 'step' : undefined}
            title={`${of(chapter.title)} · ${formatNumber(chapter.seconds)} s`}
            onClick={() => {
              onChange('at', tour, i);
              show(chapter);
            }}
          >
            <Thumbnail url={pictures[thumbnailKey(chapter)]} />
            <b>{i + 1}</b> <span>{of(chapter.title)}</span>
            <small>{formatNumber(chapter.seconds)} s</small>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** The pictures of chapters, those that are missing drawn meanwhile. */
function useThumbnails(chapters: Tour['chapters']): Readonly<Record<string, string>> {
  const { thumbnails } = useController(tourController);
  const views = chapters.map(thumbnailKey).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the chapters nothing but their views counts
  useEffect(() => {
    const cancel = new AbortController();
    const timer = setTimeout(() => void thumbnails.draw(chapters, cancel.signal), DRAFT_REST_MS);
    return () => {
      clearTimeout(timer);
      cancel.abort();
    };
  }, [thumbnails, views]);
  return useStore(thumbnails.state, (state) => state);
}

const Thumbnail = ({ url }: { url: string | undefined }) =>
  url === undefined ? <i aria-hidden="true" /> : <img src={url} alt="" />;

function ChapterForm({ draft: { tour, at }, onChange }: FormProps) {
  const { t } = useWords();
  const chapter = tour.chapters[at];
  const { title, caption, narration, state } = chapter;
  const change = (field: string, fields: Parameters<typeof withChapterChanged>[2]) =>
    onChange(field === '' ? '' : `${at} ${field}`, withChapterChanged(tour, at, fields));
  const narrate = (field: 'zh' | 'en', words: string) => {
    const said = { zh: narration?.zh ?? '', en: narration?.en ?? '', [field]: words };
    // An empty half would be spoken as silence: it is filled from the caption when the other half is written.
    change(`narration ${field}`, {
      narration:
        said.zh === '' && said.en === '' ? undefined : { zh: said.zh || caption.zh, en: said.en || caption.en },
    });
  };
  return (
    <div className="part">
      <TextField
        label={t('tourEditor.chapterTitleZh')}
        value={title.zh}
        onChange={(zh) => change('title zh', { title: { ...title, zh } })}
      />
      <TextField
        label={t('tourEditor.chapterTitleEn')}
        value={title.en}
        onChange={(en) => change('title en', { title: { ...title, en } })}
      />
      <TextAreaField
        label={t('tourEditor.captionZh')}
        most={500}
        value={caption.zh}
        onChange={(zh) => change('caption zh', { caption: { ...caption, zh } })}
      />
      <TextAreaField
        label={t('tourEditor.captionEn')}
        most={500}
        value={caption.en}
        onChange={(en) => change('caption en', { caption: { ...caption, en } })}
      />
      <TextAreaField
        label={t('tourEditor.narrationZh')}
        most={2000}
        value={narration?.zh ?? ''}
        onChange={(zh) => narrate('zh', zh)}
      />
      <TextAreaField
        label={t('tourEditor.narrationEn')}
        most={2000}
        value={narration?.en ?? ''}
        onChange={(en) => narrate('en', en)}
      />
      <ChoiceField
        label={t('tourEditor.state')}
        value={state}
        options={CHAPTER_STATES.map((value) => ({
          value,
          label: t(value === 'existing' ? 'tourEditor.state_existing' : `tour.state_${value}`),
        }))}
        onChange={(value) => change('', { state: value })}
      />
      <Fields of={Chapter} only={['seconds']} value={chapter} onChange={(part) => change('', part)} />
      <ChapterClock chapter={chapter} onChange={(fields) => change('', fields)} />
      <ChapterPicture tour={tour} at={at} onChange={(next) => onChange('', next)} />
    </div>
  );
}

interface ClockProps {
  chapter: TourChapter;
  onChange: (fields: Partial<Pick<TourChapter, 'hour' | 'toHour'>>) => void;
}

/** The hour of a chapter, and whether the clock goes on while it lasts. */
function ChapterClock({ chapter: { hour = 12, toHour }, onChange }: ClockProps) {
  const { t } = useWords();
  return (
    <>
      <Fields of={Chapter} only={['hour']} value={{ hour }} onChange={onChange} />
      <label className="check">
        <input
          type="checkbox"
          checked={toHour !== undefined}
          onChange={({ currentTarget: { checked } }) =>
            onChange({ hour, toHour: checked ? Math.min(24, hour + 2) : undefined })
          }
        />
        {t('tourEditor.runsClock')}
      </label>
      {toHour !== undefined && (
        <Fields of={Chapter} only={['toHour']} value={{ toHour }} onChange={(part) => onChange({ hour, ...part })} />
      )}
    </>
  );
}

/** From where a chapter is looked at, by which way, and how the city is shown: all taken from the page as it is. */
function ChapterPicture({ tour, at, onChange }: { tour: Tour; at: number; onChange: (tour: Tour) => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const capture = useCapture();
  const show = useShowChapter();
  const { way, scene } = tour.chapters[at];
  return (
    <>
      <p className="note tour-scene">
        {t('tourEditor.scene')} <code>{scene || t('tourEditor.sceneNone')}</code>
      </p>
      <p className="tour-acts">
        <button type="button" className="btn small" onClick={() => show(tour.chapters[at])}>
          {t('tourEditor.show')}
        </button>
        <button type="button" className="btn small" onClick={() => onChange(withCapture(tour, at, capture()))}>
          {t('tourEditor.capture')}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={way.length >= MAX_WAY}
          onClick={() => onChange(withStation(tour, at, twin.getState().camera))}
        >
          {t('tourEditor.station')}
        </button>
      </p>
      {way.length > 0 && (
        <p className="tour-acts note">
          {t('tourEditor.stations', { count: way.length })}
          <button type="button" className="link" onClick={() => onChange(withChapterChanged(tour, at, { way: [] }))}>
            {t('tourEditor.clearWay')}
          </button>
        </p>
      )}
    </>
  );
}
