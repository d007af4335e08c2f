import { useState } from 'react';
import { FilmPace } from '../../../../model/questions/film.ts';
import { defaultsOf } from '../../../../model/questions/question.ts';
import type { Tour } from '../../../../model/tours/tour.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { cityTime, formatDate, formatTime } from '../../../kit/city-time.ts';
import { Fields } from '../../../kit/fields/fields.tsx';
import { jpegOf, MAX_BYTES, MAX_FRAMES } from '../../../kit/film/film.ts';
import { paintCaption } from '../../../kit/film/film-caption.ts';
import { captionInk, FilmMaker, pageColours } from '../../../kit/film/film-maker.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { filmTour, type TourMoment, tourMoments } from '../tour-film.ts';

/** The tour as a film of the camera's way: a chapter or all of them, as images or as WebM. */
export function TourFilm({ tour, at }: { tour: Tour; at: number }) {
  const { t, of } = useWords();
  const { twin, view } = useApp();
  const [whole, setWhole] = useState<'chapter' | 'all'>('chapter');
  const [pace, setPace] = useState(defaultsOf(FilmPace));
  const { framesPerS, speedRatio } = pace;
  const caption = useFrameCaption(tour);
  const chapters = whole === 'all' ? [...tour.chapters.keys()] : [at];
  const span = { chapters, framesPerS, speedRatio };
  const count = tourMoments(tour, span).length;
  const shoot = (onProgress: (ratio: number) => void, signal: AbortSignal) => {
    const ink = captionInk(pageColours());
    const take = async (moment: TourMoment & { timeMs: number }) => {
      const photo = await view.photograph(signal);
      paintCaption(photo, caption(moment), ink);
      return jpegOf(photo);
    };
    return filmTour(twin, tour, span, take, onProgress, signal);
  };
  const most = { most: MAX_FRAMES, mostMb: MAX_BYTES / 1e6 };
  return (
    <FormSection title={t('tourFilm.title')}>
      <FilmMaker
        name={`${twin.city.id}-${tour.id}${whole === 'all' ? '' : `-${tour.chapters[at].id}`}`}
        note={t('filming.sum', { count, seconds: formatNumber(count / framesPerS, 1), ...most })}
        refusal={count > MAX_FRAMES ? t('tourFilm.tooMany', { count, most: MAX_FRAMES }) : null}
        framesPerS={framesPerS}
        form={() => (
          <>
            <ChoiceField
              label={t('tourFilm.what')}
              value={whole}
              options={[
                { value: 'chapter', label: t('tourFilm.chapter', { name: of(tour.chapters[at].title) }) },
                { value: 'all', label: t('tourFilm.all', { count: tour.chapters.length }) },
              ]}
              onChange={setWhole}
            />
            <div className="film-form">
              <Fields
                of={FilmPace}
                only={['framesPerS', 'speedRatio']}
                value={pace}
                onChange={(part) => setPace({ ...pace, ...part })}
              />
            </div>
          </>
        )}
        shoot={shoot}
      />
    </FormSection>
  );
}

/** What a frame says: its chapter, what its picture is, and of which city and hour it is. */
function useFrameCaption({ chapters }: Tour) {
  const { t, of, language } = useWords();
  const { city } = useApp().twin;
  return ({ index, timeMs }: { index: number; timeMs: number }) => {
    const { title, caption, state } = chapters[index];
    const shown = cityTime(timeMs, city.zone);
    const name = `${of(city.name)}${city.fictional ? ` · ${t('app.fictional')}` : ''}`;
    return {
      date: of(title),
      mark: t(state === 'existing' ? 'tourEditor.state_existing' : `tour.state_${state}`),
      lines: [of(caption), `${name} · ${formatDate(shown, language)} ${formatTime(shown)}`],
      legend: [],
    };
  };
}
