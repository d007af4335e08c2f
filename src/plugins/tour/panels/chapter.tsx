import { type CSSProperties, Fragment } from 'react';
import type { Manifest } from '../../../../model/city/manifest.ts';
import type { ChapterState, Tour, TourChapter, TourChart, TourFile } from '../../../../model/tours/tour.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, formatTotal } from '../../../kit/format.ts';
import { FreeSpace } from '../../../kit/free-space.tsx';
import { Icon, type IconName } from '../../../kit/icons.tsx';
import { AllStories } from '../../../kit/story.tsx';
import { useWords } from '../../../kit/words.ts';
import { tourController } from '../controller.ts';
import { fileUrl } from '../file-url.ts';
import { phrasesOf, widestEm } from '../phrases.ts';
import { shownTour } from '../tours.ts';

/** Colours of what a picture is (LOOK §7); the present needs no tag. */
const STATE_TONES: Readonly<Record<ChapterState, string>> = {
  existing: '',
  recorded: 'recording',
  simulated: 'run',
  planned: 'plan',
};

/** 一 to 十 in Chinese; figures beyond, and in English. */
function useNumeral(): (number: number) => string {
  const { t } = useWords();
  const numerals = t('tour.numerals').split(' ');
  return (number) => numerals[number - 1] ?? String(number);
}

function useShownTour(): Tour | null {
  const { twin } = useApp();
  const otherTours = useTwin((state) => state.otherTours);
  const tourId = useTwin((state) => state.tourId);
  return shownTour({ otherTours, tourId }, twin.city);
}

/** The chapter that plays: its words and figures, what its picture is, the question that it asks, and the rail. */
export function Chapter() {
  const { t, of } = useWords();
  const numeral = useNumeral();
  const { twin } = useApp();
  const tour = useShownTour();
  const index = useTwin((state) => state.tourIndex);
  const mode = useTwin((state) => state.tour);
  const resumeInS = useTwin((state) => (state.tourResumeInS === null ? null : Math.ceil(state.tourResumeInS)));
  const chapter = tour?.chapters[index];
  if (!tour || !chapter) return null;
  const count = tour.chapters.length;
  const isHeld = mode === 'held';
  return (
    <>
      <FreeSpace className="chapter-free" />
      <article className="chapter">
        <p className="number">
          {t('tour.chapter', { index: numeral(index + 1), count: numeral(count) })}
          {chapter.state !== 'existing' && (
            <span className={`tag ${STATE_TONES[chapter.state]}`}>{t(`tour.state_${chapter.state}`)}</span>
          )}
        </p>
        <Title text={of(chapter.title)} />
        <p className="caption">{of(chapter.caption)}</p>
        {chapter.picture && <ChapterPicture picture={chapter.picture} files={tour.files ?? {}} />}
        {chapter.figures.length > 0 ? <Figures chapter={chapter} /> : <LayerCounts chapter={chapter} />}
        {chapter.chart && <ChapterChart chart={chapter.chart} />}
        {(chapter.state === 'simulated' || chapter.state === 'planned') && (
          <AllStories onOpen={twin.getState().holdTour} />
        )}
        {chapter.question && <Question question={chapter.question} tour={tour} />}
      </article>
      <p className="tour-hint" role="status">
        <Icon name="hand" />
        {isHeld ? (resumeInS === null ? t('tour.held') : t('tour.resumeIn', { count: resumeInS })) : t('tour.hint')}
      </p>
      <Rail tour={tour} index={index} isHeld={isHeld} />
    </>
  );
}

/** A title that breaks between phrases alone: its letters are as large as its longest phrase lets them be. */
function Title({ text }: { text: string }) {
  const phrases = phrasesOf(text);
  const ems: CSSProperties & Record<'--ems', number> = { '--ems': widestEm(phrases) };
  let length = 0;
  return (
    <h1 style={ems}>
      {phrases.map((phrase) => {
        const start = length;
        length += phrase.length;
        return (
          <Fragment key={start}>
            {start > 0 && <wbr />}
            {phrase}
          </Fragment>
        );
      })}
    </h1>
  );
}

/** The figures that a chapter gives, each with its unit and where it is from. */
function Figures({ chapter: { figures } }: { chapter: TourChapter }) {
  const { t, of, language } = useWords();
  const sources = [...new Set(figures.map(({ source }) => of(source)))];
  return (
    <>
      <dl className="chapter-numbers">
        {figures.map(({ value, unit, label }) => (
          <div key={label.en}>
            <dd>
              {formatNumber(value)}
              {unit !== '' && <small> {unit === 'a' ? t('tour.years') : unit}</small>}
            </dd>
            <dt>{of(label)}</dt>
          </div>
        ))}
      </dl>
      <p className="whence">
        <Icon name="why" />
        {t('tour.figuresFrom', { sources: sources.join(language === 'zh' ? '；' : '; ') })}
      </p>
    </>
  );
}

/** A picture of the tour's own files, with whence it is. */
function ChapterPicture({
  picture: { file, alt, source },
  files,
}: {
  picture: NonNullable<TourChapter['picture']>;
  files: Readonly<Record<string, TourFile>>;
}) {
  const { t, of } = useWords();
  const url = fileUrl(files[file]);
  if (url === null) return null;
  return (
    <figure className="chapter-picture">
      <img src={url} alt={of(alt)} />
      <figcaption>{t('tour.figuresFrom', { sources: of(source) })}</figcaption>
    </figure>
  );
}

/** A chart of a few values: bars with their words, or a line with its first, last and highest value. */
function ChapterChart({ chart: { kind, title, unit, points, source } }: { chart: TourChart }) {
  const { t, of } = useWords();
  const values = points.map(({ value }) => value);
  const highest = Math.max(...values, 0);
  const lowest = Math.min(...values, 0);
  const shareOf = (value: number) => (value - lowest) / (highest - lowest || 1);
  const textOf = (value: number) => `${formatNumber(value, Number.isInteger(value) ? 0 : 1)}${unit && ` ${unit}`}`;
  return (
    <figure className="chapter-chart">
      <b>{of(title)}</b>
      {kind === 'bars' ? (
        <dl>
          {points.map(({ label, value }) => (
            <div key={label.en}>
              <dt>{of(label)}</dt>
              <dd className="bar" aria-hidden="true">
                <i style={{ width: `${100 * shareOf(value)}%` }} />
              </dd>
              <dd>{textOf(value)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <>
          <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={of(title)}>
            <polyline
              points={points
                .map(({ value }, i) => `${(100 * i) / (points.length - 1)},${38 - 36 * shareOf(value)}`)
                .join(' ')}
            />
          </svg>
          <p className="chart-ends">
            <span>
              {of(points[0].label)} {textOf(points[0].value)}
            </span>
            <span>
              {of(points[points.length - 1].label)} {textOf(points[points.length - 1].value)}
            </span>
          </p>
        </>
      )}
      <figcaption>{t('tour.figuresFrom', { sources: of(source) })}</figcaption>
    </figure>
  );
}

/** How many objects the largest layers hold that a chapter adds to the picture, where it gives no figures of its own; a chapter that adds none has none. */
function LayerCounts({ chapter }: { chapter: TourChapter }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const numbers = largestLayers(twin.city, chapter.layers);
  const most = numbers[0]?.count ?? 1;
  if (numbers.length === 0) return null;
  return (
    <>
      <dl className="chapter-numbers">
        {numbers.map((layer) => (
          <div key={layer.id}>
            <dd>{formatTotal(layer.count, language)}</dd>
            <dt>{of(layer.label)}</dt>
            <dd className="bar" aria-hidden="true">
              <i style={{ width: `${(100 * layer.count) / most}%` }} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="whence">
        <Icon name="why" />
        {t('tour.numbersFrom')}
      </p>
    </>
  );
}

/** Asks a chapter's question: a visitor who answers goes there at once; one who does not goes on in order. */
function Question({
  question: { text, choices },
  tour,
}: {
  question: NonNullable<TourChapter['question']>;
  tour: Tour;
}) {
  const { of } = useWords();
  const { twin } = useApp();
  const indexOf = (id: string) => tour.chapters.findIndex((chapter) => chapter.id === id);
  return (
    <div className="tour-question">
      <p>{of(text)}</p>
      {choices.map(({ label, to }) => (
        <button key={to} type="button" onClick={() => twin.getState().startTour(indexOf(to))}>
          {of(label)}
        </button>
      ))}
    </div>
  );
}

/** Backwards, forwards, halt, and every chapter by itself. */
function Rail({ tour: { chapters }, index, isHeld }: { tour: Tour; index: number; isHeld: boolean }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const numeral = useNumeral();
  const { narrator } = useController(tourController);
  const isNarrated = useTwin((state) => state.isNarrated);
  const { startTour, stopTour, holdTour, resumeTour, speak, narrate } = twin.getState();
  const go = (step: number) => startTour((index + step + chapters.length) % chapters.length);
  return (
    <div className="rail">
      <RailButton icon="home" label={t('tour.home')} onClick={stopTour} />
      <RailButton icon="stepb" label={t('tour.previous')} onClick={() => go(-1)} />
      <RailButton
        icon={isHeld ? 'play' : 'pause'}
        label={t(isHeld ? 'tour.play' : 'tour.pause')}
        isMain
        onClick={isHeld ? resumeTour : holdTour}
      />
      <RailButton icon="stepf" label={t('tour.next')} onClick={() => go(1)} />
      <ol aria-label={t('tour.rail')}>
        {chapters.map(({ id, title }, i) => (
          <li key={id} className={i < index ? 'past' : i === index ? 'now' : ''}>
            <button type="button" aria-current={i === index ? 'step' : undefined} onClick={() => startTour(i)}>
              {i === index && <Progress />}
              <span>
                {numeral(i + 1)} <span className="title">{of(title)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {narrator && (
        <button
          type="button"
          className={`rail-button${isNarrated ? ' main' : ''}`}
          aria-label={t('tour.voice')}
          aria-pressed={isNarrated}
          onClick={() => narrate(!isNarrated)}
        >
          <Icon name="sound" />
        </button>
      )}
      <button
        type="button"
        className="rail-button"
        aria-label={t('top.languageName')}
        onClick={() => speak(language === 'zh' ? 'en' : 'zh')}
      >
        {t('tour.language')}
      </button>
    </div>
  );
}

function Progress() {
  const ratio = useTwin((state) => state.tourProgressRatio);
  return <i style={{ transform: `scaleX(${ratio})` }} />;
}

function RailButton({
  icon,
  label,
  onClick,
  isMain = false,
}: {
  icon: IconName;
  label: string;
  onClick: () => void;
  isMain?: boolean;
}) {
  return (
    <button type="button" className={`rail-button${isMain ? ' main' : ''}`} aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** Two numbers for a chapter, of the data (LOOK §10): those of its own layers that hold the most objects. What stands in every picture is of no chapter. */
function largestLayers(city: Manifest, ids: readonly string[] = []) {
  return city.layers
    .filter(({ id, shownAtStart, count }) => count > 0 && !shownAtStart && ids.includes(id))
    .sort((a, b) => b.count - a.count)
    .slice(0, 2);
}
